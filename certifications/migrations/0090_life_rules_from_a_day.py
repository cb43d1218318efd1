"""Rules of reminders and notices hold from a day on; several may follow each other for one scheme."""

import datetime

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import certifications.models.life


class Migration(migrations.Migration):
    dependencies = [("certifications", "0083_first_infrastructure_kinds")]

    operations = [
        migrations.AddField(
            model_name="liferules",
            name="valid_from",
            # Those that were there have held since the first scheme with conditions.
            field=models.DateField(default=datetime.date(2016, 1, 1), verbose_name="valgono dal"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="liferules",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="life_rules",
                to="certifications.scheme",
                verbose_name="marchio",
            ),
        ),
        migrations.AlterModelOptions(
            name="liferules",
            options={"ordering": ["scheme", "-valid_from"], "verbose_name_plural": "life rules"},
        ),
        migrations.AlterField(
            model_name="liferules",
            name="notice_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="Quanto tempo ha chi è in ritardo con un requisito, prima che si proponga la sospensione.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(365),
                ],
                verbose_name="giorni dell'avviso",
            ),
        ),
        migrations.AlterField(
            model_name="liferules",
            name="reminder_months",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(1),
                        django.core.validators.MaxValueValidator(24),
                    ]
                ),
                default=certifications.models.life.default_months,
                help_text="Quanti mesi prima e dopo ogni scadenza, separati da virgole: per esempio 6, 3, 1.",
                size=6,
                verbose_name="mesi dei promemoria",
            ),
        ),
        migrations.AddConstraint(
            model_name="liferules",
            constraint=models.UniqueConstraint(
                fields=("scheme", "valid_from"),
                name="life_rules_once_per_day",
                violation_error_message="Ci sono già regole che iniziano in questo giorno.",
            ),
        ),
    ]

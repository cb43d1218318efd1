import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PATRON_SAINT = r"^(0[1-9]|1\d|2[0-8])/(0[1-9]|1[0-2])$|^(29|30)/(0[13-9]|1[0-2])$|^31/(0[13578]|1[02])$"


class Migration(migrations.Migration):
    dependencies = [
        ("certifications", "0041_four_eyes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("application", "warn_on", models.DateField(blank=True, null=True)),
        migrations.AddField("application", "warned_for", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "procedurerules",
            "created_at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "procedurerules",
            "created_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "procedurerules",
            "max_integrations",
            models.PositiveSmallIntegerField(
                default=1, verbose_name="quante richieste di integrazioni per pratica"
            ),
        ),
        migrations.AddField(
            "procedurerules",
            "patron_saint",
            models.CharField(
                blank=True,
                help_text="Giorno e mese, per esempio 26/06.",
                max_length=5,
                validators=[
                    django.core.validators.RegexValidator(PATRON_SAINT, "Scrivi giorno e mese, per esempio 26/06.")
                ],
                verbose_name="festa del patrono",
            ),
        ),
        migrations.AddField(
            "procedurerules",
            "start_from",
            models.CharField(
                choices=[
                    ("submission", "Dal giorno di presentazione"),
                    ("protocol", "Dal giorno di protocollo"),
                ],
                default="submission",
                max_length=12,
                verbose_name="da quando corre il termine",
            ),
        ),
        migrations.AlterConstraint(
            "procedurerules",
            "procedure_rules_in_order",
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="procedure_rules_in_order",
                violation_error_message="La fine di validità viene prima dell'inizio.",
            ),
        ),
        migrations.AlterConstraint(
            "procedurerules",
            "procedure_rules_have_a_term",
            models.CheckConstraint(
                condition=Q(term_days__gte=1),
                name="procedure_rules_have_a_term",
                violation_error_message="Il termine è di almeno un giorno.",
            ),
        ),
    ]

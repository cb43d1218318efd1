"""Facts about comuni with their source."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=300, verbose_name="fonte")),
                ("licence", models.CharField(max_length=120, verbose_name="licenza")),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="indirizzo")),
                ("year", models.PositiveSmallIntegerField(verbose_name="anno")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="nota")),
                ("is_confirmed", models.BooleanField(default=True, verbose_name="confermata")),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="MunicipalityFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("surface", "Superficie (km²)"),
                            ("young", "Abitanti da 0 a 14 anni"),
                            ("old", "Abitanti da 65 anni in su"),
                            ("mountain", "Comune montano (1 sì, 0 no)"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.FloatField(verbose_name="valore")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="territories.municipality",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="territories.factsource",
                    ),
                ),
            ],
            options={
                "ordering": ["municipality", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "kind"), name="municipality_fact_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="municipality_fact_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "mountain"), _negated=True), ("value__in", [0, 1]), _connector="OR"
                        ),
                        name="municipality_fact_mountain_yes_or_no",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "surface"), _negated=True), ("value__gt", 0), _connector="OR"
                        ),
                        name="municipality_fact_surface_positive",
                    ),
                ],
            },
        ),
    ]

"""Places like mine: the formula, the context of every practice."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0072_uploads"),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeContext",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="context",
                        serialize=False,
                        to="practices.practice",
                    ),
                ),
                ("municipalities", models.PositiveIntegerField(blank=True, null=True)),
                ("population", models.FloatField(blank=True, null=True)),
                ("density", models.FloatField(blank=True, null=True)),
                ("mountain", models.FloatField(blank=True, null=True)),
                ("young", models.FloatField(blank=True, null=True)),
                ("old", models.FloatField(blank=True, null=True)),
                (
                    "provinces",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "contesto di una pratica",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("municipalities", None), ("municipalities__gt", 0), _connector="OR"),
                            models.Q(("population", None), ("population__gt", 0), _connector="OR"),
                            models.Q(("density", None), ("density__gt", 0), _connector="OR"),
                        ),
                        name="practice_context_positive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LikenessFormula",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.CharField(max_length=20, unique=True, verbose_name="versione")),
                ("reason", models.TextField(verbose_name="motivo")),
                ("weights", models.JSONField(verbose_name="pesi")),
                ("reaches", models.JSONField(verbose_name="differenze massime")),
                (
                    "size_classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(),
                        size=None,
                        verbose_name="classi: da quanti abitanti",
                    ),
                ),
                (
                    "least_known",
                    models.PositiveSmallIntegerField(default=40, verbose_name="parte nota minima, per cento"),
                ),
                ("classes_source", models.CharField(max_length=300, verbose_name="fonte delle classi")),
                ("valid_from", models.DateField(verbose_name="valida dal")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valida fino al")),
            ],
            options={
                "ordering": ["-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="likeness_formula_ends_after_start",
                        violation_error_message="La fine della validità viene prima dell'inizio.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least_known__lte", 100)), name="likeness_formula_share"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="likeness_formula_one_a_day",
                        violation_error_message="In questo periodo vale già un'altra versione.",
                    ),
                ],
            },
        ),
    ]

"""The formula of "places like mine" as versioned data, and the context of each practice."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from practices.likeness import Component, Context, Formula
from practices.models.practice import Practice
from practices.models.taxonomy import holds_on


class LikenessFormulaQuerySet(models.QuerySet["LikenessFormula"]):
    def in_force(self, on: datetime.date | None = None) -> "LikenessFormulaQuerySet":
        """The version that holds on a day (today when none is given): one or none."""
        return self.filter(holds_on(on))


class LikenessFormula(models.Model):
    """One version of the weights, with its validity and its reason. Only one holds on a given day.

    `weights` and `reaches` map a Component to a number (practices/likeness.py says what they mean).
    Personal data: none.
    """

    version = models.CharField(_("versione"), max_length=20, unique=True)
    reason = models.TextField(_("motivo"))
    weights = models.JSONField(_("pesi"))
    reaches = models.JSONField(_("differenze massime"))
    size_classes = ArrayField(models.PositiveIntegerField(), verbose_name=_("classi: da quanti abitanti"))
    least_known = models.PositiveSmallIntegerField(_("parte nota minima, per cento"), default=40)
    classes_source = models.CharField(_("fonte delle classi"), max_length=300)
    valid_from = models.DateField(_("valida dal"))
    valid_to = models.DateField(_("valida fino al"), null=True, blank=True)

    objects = LikenessFormulaQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="likeness_formula_ends_after_start",
                violation_error_message=_("La fine della validità viene prima dell'inizio."),
            ),
            models.CheckConstraint(condition=Q(least_known__lte=100), name="likeness_formula_share"),
            ExclusionConstraint(
                name="likeness_formula_one_a_day",
                expressions=[
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
                violation_error_message=_("In questo periodo vale già un'altra versione."),
            ),
        ]

    def __str__(self) -> str:
        return self.version

    def as_formula(self) -> Formula:
        """The pure value that practices/likeness.py works with."""
        return Formula(
            version=self.version,
            weights={name: float(self.weights.get(name, 0)) for name in Component},
            reaches={name: float(number) for name, number in self.reaches.items()},
            classes=tuple(self.size_classes),
            least_known=self.least_known,
        )


class PracticeContext(models.Model):
    """The place of a practice in numbers, derived from its comuni (actions/contexts.py). A narrow table, so that
    comparing with all practices reads few pages.

    Personal data: none.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True, related_name="context")
    municipalities = models.PositiveIntegerField(null=True, blank=True)
    population = models.FloatField(null=True, blank=True)
    density = models.FloatField(null=True, blank=True)
    mountain = models.FloatField(null=True, blank=True)
    young = models.FloatField(null=True, blank=True)
    old = models.FloatField(null=True, blank=True)
    provinces = ArrayField(models.CharField(max_length=2), default=list)
    regions = ArrayField(models.CharField(max_length=2), default=list)

    class Meta:
        verbose_name = _("contesto di una pratica")
        constraints = [
            # What is not known is NULL: the ranking takes logarithms.
            models.CheckConstraint(
                condition=(Q(municipalities=None) | Q(municipalities__gt=0))
                & (Q(population=None) | Q(population__gt=0))
                & (Q(density=None) | Q(density__gt=0)),
                name="practice_context_positive",
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}"

    @property
    def as_context(self) -> Context:
        """The same as a pure value."""
        return Context.of_row(getattr(self, name) for name in Context._fields)

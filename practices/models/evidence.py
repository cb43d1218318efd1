"""How strong the evidence of a practice is: the written criteria, as versioned data, and each rating."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from practices.models.practice import Practice


class Dimension(models.TextChoices):
    """What is looked at, one by one."""

    EFFECTIVENESS = "effectiveness", _("Efficacia")
    TRANSFERABILITY = "transferability", _("Trasferibilità")
    ENDURING = "enduring", _("Effetti che durano")


class Grade(models.IntegerChoices):
    NONE = 0, "0"
    PLUS = 1, "+"
    PLUSPLUS = 2, "++"


class EvidenceCriteriaQuerySet(models.QuerySet["EvidenceCriteria"]):
    def in_force(self, on: datetime.date | None = None) -> "EvidenceCriteriaQuerySet":
        """The version that holds on a day (today when none is given): one or none."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class EvidenceCriteria(models.Model):
    """One version of the written criteria, with its validity. Only one holds on a given day.

    Personal data: none.
    """

    version = models.CharField(_("versione"), max_length=20, unique=True)
    title = models.CharField(_("titolo"), max_length=200)
    source = models.CharField(_("fonte"), max_length=300)
    source_url = models.URLField(_("indirizzo della fonte"), blank=True)
    valid_from = models.DateField(_("validi dal"))
    valid_to = models.DateField(_("validi fino al"), null=True, blank=True)

    objects = EvidenceCriteriaQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="evidence_criteria_ends_after_start",
                violation_error_message=_("La fine della validità viene prima dell'inizio."),
            ),
            ExclusionConstraint(
                name="evidence_criteria_one_a_day",
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
        return f"{self.title} ({self.version})"


class EvidenceRequirement(models.Model):
    """What one grade asks in one dimension, in plain words. Personal data: none."""

    criteria = models.ForeignKey(EvidenceCriteria, on_delete=models.PROTECT, related_name="requirements")
    dimension = models.CharField(max_length=20, choices=Dimension)
    grade = models.PositiveSmallIntegerField(choices=Grade)
    text = models.TextField(_("requisito"))

    class Meta:
        ordering = ["criteria", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria", "dimension", "grade"],
                name="evidence_requirement_once",
                violation_error_message=_("Questo grado ha già il suo requisito."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class EvidenceLevel(models.Model):
    """A level and what it asks: a grade of effectiveness, and a grade in so many of the other dimensions.

    Personal data: none.
    """

    criteria = models.ForeignKey(EvidenceCriteria, on_delete=models.PROTECT, related_name="levels")
    code = models.SlugField(_("codice"), max_length=20)
    name = models.CharField(_("nome"), max_length=60)
    meaning = models.CharField(_("che cosa vuol dire"), max_length=300)
    order = models.PositiveSmallIntegerField(_("ordine"), help_text=_("dal più basso al più alto"))
    effectiveness = models.PositiveSmallIntegerField(_("efficacia almeno"), choices=Grade, default=Grade.PLUS)
    other_grade = models.PositiveSmallIntegerField(_("altre almeno"), choices=Grade, default=Grade.PLUS)
    others = models.PositiveSmallIntegerField(_("in quante altre"), default=0)

    class Meta:
        ordering = ["criteria", "order"]
        constraints = [
            models.UniqueConstraint(fields=["criteria", "code"], name="evidence_level_code_once"),
            models.UniqueConstraint(fields=["criteria", "order"], name="evidence_level_order_once"),
            models.CheckConstraint(
                condition=Q(others__lte=len(Dimension) - 1),
                name="evidence_level_others_exist",
                violation_error_message=_("Le altre dimensioni sono due."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceRating(models.Model):
    """The grades that a validator gave, with the reasons. A new one follows the old, which stays.

    Personal data: who gave it, shown to officials only.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="evidence_ratings")
    criteria = models.ForeignKey(EvidenceCriteria, on_delete=models.PROTECT, related_name="+")
    effectiveness = models.PositiveSmallIntegerField(_("efficacia"), choices=Grade)
    transferability = models.PositiveSmallIntegerField(_("trasferibilità"), choices=Grade)
    enduring = models.PositiveSmallIntegerField(_("effetti che durano"), choices=Grade)
    effectiveness_reason = models.TextField(_("perché"), blank=True)
    transferability_reason = models.TextField(_("perché"), blank=True)
    enduring_reason = models.TextField(_("perché"), blank=True)
    rated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-rated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(effectiveness=0) | ~Q(effectiveness_reason=""))
                & (Q(transferability=0) | ~Q(transferability_reason=""))
                & (Q(enduring=0) | ~Q(enduring_reason="")),
                name="evidence_rating_has_reasons",
                violation_error_message=_("Scrivi perché: un grado si dà solo con il motivo."),
            ),
            models.CheckConstraint(
                condition=Q(effectiveness__lte=2, transferability__lte=2, enduring__lte=2),
                name="evidence_rating_grades",
            ),
        ]
        indexes = [models.Index(fields=["practice", "-rated_at"], name="evidence_rating_latest")]

    def __str__(self) -> str:
        return f"{self.practice}: {self.effectiveness}/{self.transferability}/{self.enduring}"

    @property
    def grades(self) -> dict[str, int]:
        return {dimension: getattr(self, dimension) for dimension in Dimension.values}

    @property
    def reasons(self) -> dict[str, str]:
        return {dimension: getattr(self, f"{dimension}_reason") for dimension in Dimension.values}

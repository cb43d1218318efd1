"""Policy areas and target groups: reference data that change over the years, never constants."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.protocols.models import ProtocolArea


def holds_on(on: datetime.date | None = None) -> Q:
    """A version with `valid_from` and `valid_to` that holds on a day, today when none is given."""
    on = on or timezone.localdate()
    return (Q(valid_to=None) | Q(valid_to__gte=on)) & Q(valid_from__lte=on)


class TaxonomyQuerySet(models.QuerySet["Taxonomy"]):
    def in_force(self, on: datetime.date | None = None) -> "TaxonomyQuerySet":
        """The version that holds on a day (today when none is given): one or none."""
        return self.filter(holds_on(on))


class Taxonomy(models.Model):
    """One version of the policy areas, with its validity. Only one holds on a given day.

    Personal data: none.
    """

    version = models.CharField(_("versione"), max_length=20, unique=True)
    title = models.CharField(_("titolo"), max_length=200)
    source = models.CharField(_("fonte"), max_length=300, blank=True)
    valid_from = models.DateField(_("valida dal"))
    valid_to = models.DateField(_("valida fino al"), null=True, blank=True)

    objects = TaxonomyQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="policy_taxonomy_ends_after_start",
                violation_error_message=_("La fine della validità viene prima dell'inizio."),
            ),
            ExclusionConstraint(
                name="policy_taxonomy_one_a_day",
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


class PolicyArea(models.Model):
    """A policy area of one taxonomy version. The code stays the same from version to version.

    Personal data: none.
    """

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="areas")
    code = models.SlugField(_("codice"), max_length=40)
    name = models.CharField(_("nome"), max_length=120)
    description = models.CharField(_("descrizione"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("ordine"), default=0)
    protocol_code = models.CharField(
        _("tema del protocollo"),
        max_length=20,
        choices=ProtocolArea.Code,
        default=ProtocolArea.Code.GOOD_PRACTICES,
        help_text=_("Sotto quale tema di lavoro contano le pratiche di quest'area."),
    )

    class Meta:
        ordering = ["taxonomy", "order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "code"],
                name="policy_area_code_once_per_version",
                violation_error_message=_("Questo codice c'è già nella stessa versione."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TargetGroup(models.Model):
    """Whom a practice is for. A group that is no longer offered keeps its past uses.

    Personal data: none.
    """

    code = models.SlugField(_("codice"), max_length=40, unique=True)
    name = models.CharField(_("nome"), max_length=120)
    order = models.PositiveSmallIntegerField(_("ordine"), default=0)
    is_current = models.BooleanField(_("in uso"), default=True)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

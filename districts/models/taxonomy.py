"""Areas of action. Their lists change every few years, so each list is a version with its dates."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TaxonomyQuerySet(models.QuerySet["Taxonomy"]):
    def in_force(self, on: datetime.date | None = None) -> "TaxonomyQuerySet":
        """The lists in force on a day (today when None)."""
        on = on or timezone.localdate()
        started = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.filter(started, Q(valid_to=None) | Q(valid_to__gte=on))


class Taxonomy(models.Model):
    """One version of the list of areas of action. Personal data: none."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nome"), max_length=150)
    source = models.CharField(_("fonte"), max_length=300, blank=True)
    valid_from = models.DateField(_("valida dal"), null=True, blank=True)
    valid_to = models.DateField(_("valida fino al"), null=True, blank=True)

    objects = TaxonomyQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="taxonomy_ends_after_start",
                violation_error_message=_("La fine viene dopo l'inizio."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ActionArea(models.Model):
    """An area of action in one version of the list. Personal data: none."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(_("codice"), max_length=20)
    name = models.CharField(_("nome"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["taxonomy", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "code"],
                name="area_code_once_per_taxonomy",
                violation_error_message=_("Il codice c'è già in questo elenco."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

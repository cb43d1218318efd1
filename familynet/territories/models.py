"""Regions, provinces and comuni, identified by their ISTAT and cadastral codes, never by name."""

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from familynet.kernel.search import Fold, fold

# Sum of two similarities of trigrams, each from 0 to 1: "venarria" still finds "Venaria Reale".
LIKE_ENOUGH = 0.75


class Region(models.Model):
    """A region (ISTAT code of two digits). Personal data: none."""

    istat_code = models.CharField(max_length=2, unique=True)
    name = models.CharField(_("nome"), max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Province(models.Model):
    """A province or metropolitan city (ISTAT code of three digits). Personal data: none."""

    istat_code = models.CharField(max_length=3, unique=True)
    abbreviation = models.CharField(_("sigla"), max_length=2, unique=True)
    name = models.CharField(_("nome"), max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="provinces")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.abbreviation})"


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def current(self) -> "MunicipalityQuerySet":
        """Comuni that exist today."""
        return self.filter(valid_to=None)

    def matching(self, text: str) -> "MunicipalityQuerySet":
        """Comuni whose name has, for each word typed, a word that starts so ("s michele adige")."""
        found = self
        for word in fold(text).split():
            found = found.filter(folded_name__regex=rf"\m{word}")
        return found

    def suggested(self, text: str) -> "MunicipalityQuerySet":
        """Best first: the name itself, names that start so, names with such words, then similar names."""
        typed = fold(text)
        if not typed:
            return self.none()
        rank = Case(
            When(folded_name=typed, then=Value(0)),
            When(folded_name__startswith=typed, then=Value(1)),
            default=Value(2),
        )
        likeness = TrigramWordSimilarity(typed, "folded_name") + TrigramSimilarity("folded_name", typed)
        found = self.matching(typed)
        if not found.exists():
            found = self.filter(GreaterThan(likeness, Value(LIKE_ENOUGH)))
        return found.order_by(rank, likeness.desc(), "folded_name").select_related("province")


class Municipality(models.Model):
    """A comune in one period of its life. Merged or renamed: closed (`valid_to`), never deleted.

    `latitude` and `longitude` in degrees (WGS 84). Personal data: none.
    """

    istat_code = models.CharField(max_length=6)
    cadastral_code = models.CharField(_("codice catastale"), max_length=4)
    name = models.CharField(_("nome"), max_length=120)
    folded_name = models.GeneratedField(
        expression=Fold(F("name")), output_field=models.CharField(max_length=120), db_persist=True
    )
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="municipalities")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(_("abitanti"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["istat_code"], condition=Q(valid_to=None), name="municipality_one_current_per_istat"
            ),
            models.UniqueConstraint(
                fields=["cadastral_code"],
                condition=Q(valid_to=None),
                name="municipality_one_current_per_cadastral",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="municipality_whole_position",
            ),
        ]
        indexes = [models.Index(fields=["folded_name"], name="municipality_by_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.province.abbreviation})"


class FactSource(models.Model):
    """Where facts about comuni come from: one file, one source, one licence. Personal data: none."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(_("fonte"), max_length=300)
    licence = models.CharField(_("licenza"), max_length=120)
    link = models.URLField(_("indirizzo"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("anno"))
    note = models.CharField(_("nota"), max_length=500, blank=True)
    is_confirmed = models.BooleanField(_("confermata"), default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class MunicipalityFact(models.Model):
    """One number about a comune, with its source; what no source says has no row. Personal data: none."""

    class Kind(models.TextChoices):
        SURFACE = "surface", _("Superficie (km²)")
        YOUNG = "young", _("Abitanti da 0 a 14 anni")
        OLD = "old", _("Abitanti da 65 anni in su")
        MOUNTAIN = "mountain", _("Comune montano (1 sì, 0 no)")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.FloatField(_("valore"))
    source = models.ForeignKey(FactSource, on_delete=models.PROTECT, related_name="facts")

    class Meta:
        ordering = ["municipality", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="municipality_fact_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="municipality_fact_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind="mountain") | Q(value__in=[0, 1]), name="municipality_fact_mountain_yes_or_no"
            ),
            models.CheckConstraint(
                condition=~Q(kind="surface") | Q(value__gt=0), name="municipality_fact_surface_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_kind_display()} {self.value:g}"

"""Schemes: the marks and standards that an administration awards, their categories and disciplinari."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.documents import Document
from familynet.organisations.models import Organisation


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def with_certified(self) -> "SchemeQuerySet":
        """Adds `certified`: how many certificates are in force, read from the maintained counts."""
        # The register's counts hang below the schemes, so they are named by string.
        return self.annotate(
            certified=models.functions.Coalesce(
                models.Sum("register_counts__n", filter=Q(register_counts__state__in=IN_FORCE)), 0
            )
        )

    def with_phases(self) -> "SchemeQuerySet":
        """Those whose disciplinare has a way of several years."""
        return self.filter(versions__cycles__isnull=False).distinct()


# The states in which a body may call itself certified (domain: machine A).
IN_FORCE = ("valid", "to_realign", "under_check")


class Scheme(models.Model):
    """A mark or standard: who owns it, for which kinds of organisation, since when it is open.

    `kinds` is empty when every kind may hold it. Personal data: none.
    """

    class Territory(models.TextChoices):
        OWN = "own", _("Solo dal territorio dell'amministrazione")
        AGREEMENT = "agreement", _("Anche dalle regioni con un accordo in vigore")
        OUTSIDE = "outside", _("Solo dalle regioni con un accordo in vigore")
        ANYWHERE = "anywhere", _("Da ogni territorio")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nome"), max_length=120)
    mark = models.CharField(_("marchio"), max_length=120)
    summary = models.TextField(_("in breve"), blank=True)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="schemes")
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Organisation.Kind),
        default=list,
        blank=True,
        verbose_name=_("per chi"),
    )
    open_from = models.DateField(_("aperto dal"), null=True, blank=True)
    open_to = models.DateField(_("aperto fino al"), null=True, blank=True)
    territory = models.CharField(
        _("da dove si può chiedere"), max_length=20, choices=Territory, default=Territory.AGREEMENT
    )
    logo = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("logo")
    )
    logo_text = models.CharField(_("descrizione del logo"), max_length=200, blank=True)
    register = models.CharField(_("sigla del registro"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "name"],
                name="scheme_name_once_per_administration",
                violation_error_message=_("L'amministrazione ha già un marchio con questo nome."),
            ),
            models.CheckConstraint(
                condition=Q(open_to=None) | Q(open_from=None) | Q(open_to__gte=F("open_from")),
                name="scheme_closes_after_opening",
                violation_error_message=_("La data di chiusura viene prima di quella di apertura."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """True when somebody may apply today: by the dates of the scheme, or in a window of some kinds."""
        today = timezone.localdate()
        dates = (self.open_from is None or self.open_from <= today) and (
            self.open_to is None or self.open_to >= today
        )
        return dates or (self.pk is not None and any(window.holds(today) for window in self.windows.all()))

    @property
    def kind_labels(self) -> list[str]:
        """For whom it is, in words; empty when it is for all."""
        return [str(Organisation.Kind(kind).label) for kind in self.kinds]


class Category(models.Model):
    """A category of a scheme, such as museums or municipalities, with its own disciplinare.

    Personal data: none.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="categories")
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("nome"), max_length=160)
    note = models.TextField(_("nota"), blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Organisation.Kind),
        default=list,
        blank=True,
        verbose_name=_("per chi"),
    )
    open_from = models.DateField(_("aperta dal"), null=True, blank=True)
    open_to = models.DateField(_("aperta fino al"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["scheme", "order", "name"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "slug"],
                name="category_once_per_scheme",
                violation_error_message=_("Il marchio ha già questa categoria."),
            ),
            models.CheckConstraint(
                condition=Q(open_to=None) | Q(open_from=None) | Q(open_to__gte=F("open_from")),
                name="category_closes_after_opening",
                violation_error_message=_("La data di chiusura viene prima di quella di apertura."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

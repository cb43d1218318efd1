"""Calls for funding (bandi) of the accompanying administration, and the projects that they pay for."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from certifications.models.certificates import Certificate
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation

ZERO = MinValueValidator(Decimal(0))


class FundingCallQuerySet(models.QuerySet["FundingCall"]):
    def public(self) -> "FundingCallQuerySet":
        return self.exclude(state=FundingCall.State.DRAFT)

    def visible_to(self, user: Any) -> "FundingCallQuerySet":
        """At work: those of the administrations whose files the user reads."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.APPLICATION_VIEW))

    def with_sums(self) -> "FundingCallQuerySet":
        """Adds `increased`, `granted` and `projects_number` (paid for now)."""
        paid = FundedProject.objects.filter(call=OuterRef("pk"), state__in=FundedProject.PAID).order_by()
        more = BudgetIncrease.objects.filter(call=OuterRef("pk")).order_by()
        return self.annotate(
            increased=_sum(more, "amount"),
            granted=_sum(paid, "granted"),
            projects_number=Coalesce(
                Subquery(paid.values("call").annotate(n=models.Count("pk")).values("n")), Value(0)
            ),
        )


def _sum(rows: Any, column: str) -> Coalesce:
    money: DecimalField = DecimalField(max_digits=12, decimal_places=2)
    total = Subquery(rows.values("call").annotate(total=Sum(column)).values("total"), output_field=money)
    return Coalesce(total, Value(Decimal(0)), output_field=money)


class FundingCall(models.Model):
    """A call: who may ask, how much there is, how much for one project. `condition` is one of the engine.

    The grants never exceed the budget with its increases: a trigger holds it (migration 0081).
    Personal data: who wrote it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        PUBLISHED = "published", _("Pubblicato")
        CLOSED = "closed", _("Concluso")

    STATE_TONES = {State.DRAFT: "neutral", State.PUBLISHED: "success", State.CLOSED: "neutral"}

    slug = models.SlugField(max_length=120, unique=True)
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="funding_calls", verbose_name=_("amministrazione")
    )
    title = models.CharField(_("titolo"), max_length=200)
    summary = models.TextField(_("di che cosa si tratta"), max_length=1000)
    requirements = models.TextField(_("requisiti"), blank=True, max_length=5000)
    condition = models.JSONField(_("chi può chiedere"), null=True, blank=True)
    state = models.CharField(_("stato"), max_length=12, choices=State, default=State.DRAFT)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField(_("si apre il"), null=True, blank=True)
    closes_on = models.DateField(_("si chiude il"), null=True, blank=True)
    budget = models.DecimalField(
        _("stanziamento iniziale in euro"), max_digits=12, decimal_places=2, validators=[ZERO]
    )
    max_per_project = models.DecimalField(
        _("massimo per progetto in euro"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[ZERO],
    )
    cofunding_percent = models.DecimalField(
        _("cofinanziamento minimo in percentuale"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[ZERO, MaxValueValidator(100)],
    )
    source_note = models.TextField(_("nota sulle fonti"), blank=True, max_length=2000)
    drafted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FundingCallQuerySet.as_manager()

    class Meta:
        ordering = [F("opens_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="funding_call_in_order",
                violation_error_message=_("La chiusura viene prima dell'apertura."),
            ),
            models.CheckConstraint(
                condition=Q(budget__gte=0),
                name="funding_call_budget",
                violation_error_message=_("Importo negativo."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(act__isnull=False),
                name="funding_call_published_by_act",
                violation_error_message=_("Un bando pubblicato ha il suo atto."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def total(self) -> Decimal:
        """Budget with its increases; needs `with_sums`."""
        return self.budget + self.increased  # type: ignore[attr-defined]

    @property
    def left(self) -> Decimal:
        return self.total - self.granted  # type: ignore[attr-defined]


class BudgetIncrease(models.Model):
    """Money added to a call later. Where public sources give no act, `note` says so.

    Personal data: who recorded it.
    """

    call = models.ForeignKey(FundingCall, on_delete=models.PROTECT, related_name="increases")
    amount = models.DecimalField(_("importo in euro"), max_digits=12, decimal_places=2, validators=[ZERO])
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("nota"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["call", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="budget_increase_is_positive",
                violation_error_message=_("L'aumento è maggiore di zero."),
            ),
            models.CheckConstraint(
                condition=Q(act__isnull=False) | ~Q(note=""),
                name="budget_increase_act_or_note",
                violation_error_message=_("Indica l'atto, o scrivi perché non è noto."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: +{self.amount}"


class FundedProjectQuerySet(models.QuerySet["FundedProject"]):
    def public(self) -> "FundedProjectQuerySet":
        """Paid for, of a published call: concessions are published by law (D.Lgs. 33/2013, art. 26-27)."""
        return self.filter(state__in=FundedProject.PAID).exclude(call__state=FundingCall.State.DRAFT)

    def visible_to(self, user: Any) -> "FundedProjectQuerySet":
        return self.filter(call__in=FundingCall.objects.visible_to(user))

    def tied_to(self, application: Application) -> "FundedProjectQuerySet":
        """Of one file, or of the certificate that it is about."""
        found = Q(application=application)
        if application.certificate_id is not None:
            found |= Q(certificate=application.certificate_id)
        return self.filter(found)


class FundedProject(models.Model):
    """What one organisation, with its partners, asked a call for, and what it was granted.

    `granted` empty: the grant is known, its amount is not (public sources). Personal data: none.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Richiesto")
        GRANTED = "granted", _("Concesso")
        REPORTED = "reported", _("Rendicontato")
        CLOSED = "closed", _("Liquidato")
        REVOKED = "revoked", _("Revocato")
        REJECTED = "rejected", _("Non ammesso")

    STATE_TONES = {
        State.ASKED: "info",
        State.GRANTED: "success",
        State.REPORTED: "info",
        State.CLOSED: "success",
        State.REVOKED: "danger",
        State.REJECTED: "neutral",
    }
    # What counts against the budget.
    PAID = (State.GRANTED, State.REPORTED, State.CLOSED)

    call = models.ForeignKey(FundingCall, on_delete=models.PROTECT, related_name="projects")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="funded_projects", verbose_name=_("capofila")
    )
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="partner_projects", verbose_name=_("partner")
    )
    title = models.CharField(_("titolo del progetto"), max_length=200)
    state = models.CharField(_("stato"), max_length=12, choices=State, default=State.ASKED)
    cost = models.DecimalField(
        _("costo del progetto in euro"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[ZERO]
    )
    asked = models.DecimalField(
        _("contributo richiesto in euro"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[ZERO],
    )
    granted = models.DecimalField(
        _("contributo concesso in euro"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[ZERO]
    )
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="funded_projects"
    )
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="funded_projects"
    )
    note = models.CharField(_("nota"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FundedProjectQuerySet.as_manager()

    class Meta:
        ordering = ["call", "organisation__folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation"],
                condition=~Q(state__in=["revoked", "rejected"]),
                name="funded_project_once_per_lead",
                violation_error_message=_("L'organizzazione ha già un progetto in questo bando."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "reported", "closed"]) | Q(granted__isnull=False) | ~Q(note=""),
                name="funded_project_amount_or_note",
                violation_error_message=_("Indica l'importo concesso, o scrivi nella nota perché non è noto."),
            ),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(cost=None) | Q(cost__gte=F("granted")),
                name="funded_project_within_cost",
                violation_error_message=_("Il contributo supera il costo del progetto."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.title}"

    @property
    def administration(self) -> Administration:
        """Whose history this is."""
        return self.call.administration

    @property
    def cofunding(self) -> Decimal | None:
        """What the organisations pay themselves; None while an amount is unknown."""
        return None if self.cost is None or self.granted is None else self.cost - self.granted

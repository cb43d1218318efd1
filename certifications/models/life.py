"""The life of a certificate: planned changes, renewals, transfers, renunciations, reminders and their rules."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from certifications.models.certificates import Certificate, StatusChange
from certifications.models.schemes import Scheme
from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.organisations.models import Organisation

REMINDER_MONTHS = (6, 3, 1)
NOTICE_DAYS = 30


def default_months() -> list[int]:
    return list(REMINDER_MONTHS)


class LifeRules(models.Model):
    """How long before and after a deadline people are reminded, and how long a notice leaves, for one scheme.

    Added from a day on, never changed. A scheme without a row has the defaults (6, 3 and 1 months; 30 days),
    which each administration has to confirm. Personal data: none.
    """

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="life_rules", verbose_name=_("marchio")
    )
    valid_from = models.DateField(_("valgono dal"))
    reminder_months = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(24)]),
        size=6,
        default=default_months,
        verbose_name=_("mesi dei promemoria"),
        help_text=_("Quanti mesi prima e dopo ogni scadenza, separati da virgole: per esempio 6, 3, 1."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("giorni dell'avviso"),
        default=NOTICE_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Quanto tempo ha chi è in ritardo con un requisito, prima che si proponga la sospensione."),
    )
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_example = models.BooleanField(_("valori di esempio"), default=True)

    class Meta:
        ordering = ["scheme", "-valid_from"]
        verbose_name_plural = "life rules"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "valid_from"],
                name="life_rules_once_per_day",
                violation_error_message=_("Ci sono già regole che iniziano in questo giorno."),
            ),
            models.CheckConstraint(condition=Q(notice_days__gte=1), name="life_rules_leave_a_day"),
        ]

    def __str__(self) -> str:
        return str(self.scheme)


@dataclass(frozen=True)
class Lengths:
    """The lengths in force for one scheme."""

    reminder_months: tuple[int, ...] = REMINDER_MONTHS
    notice_days: int = NOTICE_DAYS


def lengths_by_scheme(on: datetime.date) -> dict[int, Lengths]:
    """Scheme → its lengths on a day, only for schemes with rules of their own. One query."""
    newest_first = LifeRules.objects.filter(valid_from__lte=on).order_by("scheme_id", "-valid_from")
    return {
        rules.scheme_id: Lengths(tuple(sorted(set(rules.reminder_months), reverse=True)), rules.notice_days)
        for rules in newest_first.distinct("scheme_id")
    }


class PlannedChangeQuerySet(models.QuerySet["PlannedChange"]):
    def visible_to(self, user: Any) -> "PlannedChangeQuerySet":
        """Whoever sees the certificate."""
        return self.filter(certificate__in=Certificate.objects.visible_to(user))

    def waiting(self) -> "PlannedChangeQuerySet":
        return self.filter(state=PlannedChange.State.PLANNED)


class PlannedChange(models.Model):
    """A change of state decided today with effect on a later day; a daily job applies it on that day.

    Personal data: who decided and who cancelled; `reason` is read by officials and the holder only.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Prevista")
        APPLIED = "applied", _("Applicata")
        CANCELLED = "cancelled", _("Annullata")
        FAILED = "failed", _("Non applicabile")

    STATE_TONES = {
        State.PLANNED: "info",
        State.APPLIED: "success",
        State.CANCELLED: "neutral",
        State.FAILED: "danger",
    }

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="planned_changes")
    name = models.CharField(_("cambio"), max_length=40)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("motivo"), blank=True)
    effective_on = models.DateField(_("con effetto dal"))
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.PLANNED)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closing_reason = models.TextField(_("motivo dell'annullamento"), blank=True)
    status_change = models.OneToOneField(
        StatusChange, null=True, blank=True, on_delete=models.PROTECT, related_name="planned"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "effective_on"],
                condition=Q(state="planned"),
                name="planned_change_one_a_day",
                violation_error_message=_("Per quel giorno è già previsto un cambio."),
            ),
            models.CheckConstraint(
                condition=Q(state="applied", status_change__isnull=False)
                | (~Q(state="applied") & Q(status_change=None)),
                name="planned_change_applied_is_a_change",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_on"], name="planned_change_by_day")]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.name} {self.effective_on:%Y-%m-%d}"

    @property
    def administration(self) -> Administration:
        return self.certificate.administration


class Renewal(models.Model):
    """The same certificate goes on for another term, by an act. Personal data: who decided."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="renewals")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="renewal")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    renewed_on = models.DateField(_("rinnovata il"))
    valid_from = models.DateField(_("nuova durata dal"))
    valid_to = models.DateField(_("nuova durata fino al"))
    renewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["certificate", "valid_to"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "valid_from"], name="renewal_once_per_term"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="renewal_prolongs"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} → {self.valid_to:%Y-%m-%d}"


class CertificateTransfer(models.Model):
    """A certificate passed to the body that took the holder's place (merger, change of legal form), by an act.

    `from_name` is the holder's name as it was. Personal data: who recorded it.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="transfers")
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_name = models.CharField(_("titolare di prima"), max_length=200)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("motivo"), blank=True)
    effective_on = models.DateField(_("con effetto dal"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["certificate", "effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_organisation=F("to_organisation")), name="certificate_transfer_goes_elsewhere"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.from_name}"


class RenunciationRequestQuerySet(models.QuerySet["RenunciationRequest"]):
    def visible_to(self, user: Any) -> "RenunciationRequestQuerySet":
        return self.filter(certificate__in=Certificate.objects.visible_to(user))

    def open(self) -> "RenunciationRequestQuerySet":
        return self.filter(closed_at=None)


class RenunciationRequest(models.Model):
    """The legal representative gives a certificate up; the office records it with its act.

    Personal data: who asked; the signed letter.
    """

    class Outcome(models.TextChoices):
        RECORDED = "recorded", _("Registrata")
        WITHDRAWN = "withdrawn", _("Ritirata")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="renunciations")
    reason = models.TextField(_("perché rinunciate"))
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(_("esito"), max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RenunciationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["certificate", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(closed_at=None),
                name="renunciation_one_open",
                violation_error_message=_("La rinuncia è già stata chiesta."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="renunciation_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.asked_at:%Y-%m-%d}"


class Reminder(models.Model):
    """People were reminded of one deadline at one moment: once only, whoever runs the job how often.

    `months` is how long before the deadline (negative: after it). Personal data: none of its own.
    """

    class Kind(models.TextChoices):
        EXPIRY = "expiry", _("Scadenza della certificazione")
        CONDITION = "condition", _("Requisiti dopo l'assegnazione")
        REALIGNMENT = "realignment", _("Adeguamento")
        PLANNED = "planned", _("Cambio previsto")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind)
    due_on = models.DateField()
    months = models.SmallIntegerField()
    sent_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["certificate", "sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "kind", "due_on", "months"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind} {self.due_on:%Y-%m-%d} {self.months:+d}"


class ReminderStop(models.Model):
    """A person wants no reminders about one certificate any more. Personal data: the choice of a person."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="reminder_stops")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "user"], name="reminder_stop_once")]

    def __str__(self) -> str:
        return f"{self.certificate_id}/{self.user_id}"

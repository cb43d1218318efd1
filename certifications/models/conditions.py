"""Conditions: requirements that fall due after the award, their evidence, what follows when they are late."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models.attached import AttachedFile, AttachedQuerySet
from certifications.models.certificates import Certificate
from certifications.models.versions import Requirement
from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.organisations.models import OrganisationMember


class ConditionQuerySet(models.QuerySet["Condition"]):
    def visible_to(self, user: Any) -> "ConditionQuerySet":
        """Whoever sees the certificate, its holder included."""
        return self.filter(certificate__in=Certificate.objects.visible_to(user))

    def held_by(self, user: Any) -> "ConditionQuerySet":
        """Of the organisations that the user acts for."""
        return self.filter(certificate__in=Certificate.objects.held_by(user))

    def open(self) -> "ConditionQuerySet":
        """Not settled: neither met nor waived."""
        return self.exclude(state__in=Condition.SETTLED)

    def with_holder(self) -> "ConditionQuerySet":
        """The holder has to do something."""
        return self.filter(state__in=Condition.WITH_HOLDER)

    def overdue(self, today: datetime.date) -> "ConditionQuerySet":
        """The day has passed and the holder has sent nothing that waits for a check."""
        return self.with_holder().filter(due_on__lt=today)


class Condition(models.Model):
    """A requirement that the holder has to meet after the award, by a day.

    `note` is the holder's, `sent_note` what of it was sent last: the office reads that alone. `reason` is what the
    office answered last. `met_on` is the day of the check.
    Personal data: who sent and who checked; the evidence may hold more and is never public.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Da soddisfare")
        SUBMITTED = "submitted", _("In controllo")
        MET = "met", _("Soddisfatto")
        NOT_MET = "not_met", _("Da completare")
        WAIVED = "waived", _("Non più dovuto")

    STATE_TONES = {
        State.OPEN: "neutral",
        State.SUBMITTED: "info",
        State.MET: "success",
        State.NOT_MET: "warning",
        State.WAIVED: "neutral",
    }
    SETTLED = (State.MET, State.WAIVED)
    WITH_HOLDER = (State.OPEN, State.NOT_MET)

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="conditions")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="conditions")
    due_on = models.DateField(_("entro il"))
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.OPEN)
    note = models.TextField(_("come lo avete soddisfatto"), blank=True)
    sent_note = models.TextField(_("come è stato soddisfatto, secondo chi lo ha inviato"), blank=True)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("inviato il"), null=True, blank=True)
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("controllato il"), null=True, blank=True)
    reason = models.TextField(_("risposta dell'ufficio"), blank=True)
    met_on = models.DateField(_("soddisfatto il"), null=True, blank=True)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "requirement__section__order", "requirement__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "requirement"], name="condition_once_per_requirement"),
            models.CheckConstraint(
                condition=Q(state="met", met_on__isnull=False) | (~Q(state="met") & Q(met_on=None)),
                name="condition_met_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="waived") | Q(act__isnull=False), name="condition_waived_by_act"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="condition_by_state")]

    def __str__(self) -> str:
        return f"{self.requirement.code} – {self.certificate}"

    @property
    def administration(self) -> Administration:
        """Whose history keeps what happens to it."""
        return self.certificate.administration

    @property
    def is_settled(self) -> bool:
        return self.state in self.SETTLED

    @property
    def is_with_holder(self) -> bool:
        return self.state in self.WITH_HOLDER

    @property
    def is_overdue(self) -> bool:
        """The day has passed, and it is the holder's turn."""
        return self.is_with_holder and self.due_on < timezone.localdate()


class ConditionEvidenceQuerySet(AttachedQuerySet["ConditionEvidence"]):
    def unsent(self) -> "ConditionEvidenceQuerySet":
        """What the holder may still change: attached after the last sending."""
        waiting = Q(condition__submitted_at=None) | Q(condition__submitted_at__lt=F("added_at"))
        return self.current().filter(waiting)

    def visible_to(self, user: Any) -> "ConditionEvidenceQuerySet":
        """The holder's people; what was sent, the officials who read applications."""
        papers = Certificate.objects.with_papers_for(user).order_by().values("pk")
        held = Certificate.objects.held_by(user).order_by().values("pk")
        return self.filter(
            Q(condition__certificate__in=held)
            | Q(condition__certificate__in=papers, condition__submitted_at__gte=F("added_at"))
        )


class ConditionEvidence(AttachedFile):
    """A document that shows that a condition is met. Personal data: who attached it; the file may hold more."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="evidence")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ConditionEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["condition", "order", "pk"]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def is_sent(self) -> bool:
        """The office has it: it stays."""
        sent = self.condition.submitted_at
        return sent is not None and self.added_at <= sent


class OverdueNoticeQuerySet(models.QuerySet["OverdueNotice"]):
    def visible_to(self, user: Any) -> "OverdueNoticeQuerySet":
        return self.filter(certificate__in=Certificate.objects.visible_to(user))

    def open(self) -> "OverdueNoticeQuerySet":
        return self.filter(state__in=OverdueNotice.OPEN)

    def proposed(self) -> "OverdueNoticeQuerySet":
        """What waits for a manager."""
        return self.filter(state=OverdueNotice.State.PROPOSED)


class OverdueNotice(models.Model):
    """The holder was told that conditions are overdue, and has until `answer_by`; then a manager is asked.

    The site never suspends: after the day it proposes, a manager decides with an act or dismisses with a
    reason. It closes by itself when the holder has met what it names. Personal data: who closed it.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Avviso inviato")
        PROPOSED = "proposed", _("Sospensione da valutare")
        SUSPENDED = "suspended", _("Certificazione sospesa")
        DISMISSED = "dismissed", _("Proposta archiviata")
        RESOLVED = "resolved", _("Requisiti a posto")

    STATE_TONES = {
        State.SENT: "warning",
        State.PROPOSED: "danger",
        State.SUSPENDED: "neutral",
        State.DISMISSED: "neutral",
        State.RESOLVED: "success",
    }
    OPEN = (State.SENT, State.PROPOSED)

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="overdue_notices")
    conditions = models.ManyToManyField(Condition, related_name="notices")
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.SENT)
    sent_on = models.DateField(_("avviso del"))
    answer_by = models.DateField(_("da sistemare entro il"))
    proposed_on = models.DateField(_("proposta del"), null=True, blank=True)
    closed_on = models.DateField(_("chiuso il"), null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closing_reason = models.TextField(_("motivo"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OverdueNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["answer_by", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer_by__gte=F("sent_on")), name="overdue_notice_leaves_time"),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "proposed"], closed_on=None)
                | (~Q(state__in=["sent", "proposed"]) & Q(closed_on__isnull=False)),
                name="overdue_notice_closed_has_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="overdue_notice_by_state")]

    def __str__(self) -> str:
        return f"{self.certificate} {self.sent_on:%Y-%m-%d}"

    @property
    def administration(self) -> Administration:
        return self.certificate.administration


def holders_of(certificate: Certificate) -> models.QuerySet[User]:
    """The people who act now for the organisation that holds it."""
    members = OrganisationMember.objects.current().filter(organisation=certificate.organisation_id)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("pk")

"""The end of a file: the notice before a refusal, the decision with its act, decisions of many files at once."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document


class RefusalNotice(models.Model):
    """The notice before a refusal (preavviso di rigetto, L. 241/1990, art. 10-bis) and the observations on it.

    Personal data: who sent it and who answered.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="refusal_notices")
    reasons = models.TextField(_("motivi che ostano all'accoglimento"))
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    observations_due_on = models.DateField(_("osservazioni entro il"))
    observations = models.TextField(_("osservazioni"), blank=True)
    observations_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    observations_at = models.DateTimeField(null=True, blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    protocol_out = models.CharField(_("protocollo in uscita"), max_length=40, blank=True)
    protocol_out_date = models.DateField(_("data del protocollo in uscita"), null=True, blank=True)
    protocol_in = models.CharField(_("protocollo in entrata"), max_length=40, blank=True)
    protocol_in_date = models.DateField(_("data del protocollo in entrata"), null=True, blank=True)

    class Meta:
        ordering = ["application", "sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at=None),
                name="refusal_notice_one_open",
                violation_error_message=_("C'è già un preavviso di rigetto aperto."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.sent_at:%Y-%m-%d}"


class DecisionBatchQuerySet(models.QuerySet["DecisionBatch"]):
    def visible_to(self, user: Any) -> "DecisionBatchQuerySet":
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.APPLICATION_VIEW))


class DecisionBatch(models.Model):
    """One act that decides several files. Personal data: who decided."""

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="decision_batches")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]
        verbose_name_plural = "decision batches"

    def __str__(self) -> str:
        return str(self.act)


class Decision(models.Model):
    """The decision on one file: one only, whoever presses first. Personal data: who decided."""

    class Outcome(models.TextChoices):
        AWARDED = "awarded", _("Assegnata")
        REFUSED = "refused", _("Respinta")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(_("esito"), max_length=10, choices=Outcome)
    reasons = models.TextField(_("motivazione"), blank=True)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(
        DecisionBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    letter = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of the letter; nothing comes in as an answer to it.
    protocol_out = models.CharField(_("protocollo in uscita"), max_length=40, blank=True)
    protocol_out_date = models.DateField(_("data del protocollo in uscita"), null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="awarded") | ~Q(reasons=""),
                name="decision_refused_with_reasons",
                violation_error_message=_("Un rigetto ha la sua motivazione."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"

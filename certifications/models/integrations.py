"""Integrations: what the officer asks about single requirements, and what the applicant answers."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from certifications.models.versions import Requirement
from familynet.accounts.models import User


class IntegrationRequestQuerySet(models.QuerySet["IntegrationRequest"]):
    def open(self) -> "IntegrationRequestQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, user: Any) -> "IntegrationRequestQuerySet":
        """Whoever sees the application."""
        return self.filter(application__in=Application.objects.visible_to(user))


class IntegrationRequest(models.Model):
    """One round of questions; while it is open the applicant may change only the requirements that it names.

    Protocol numbers are recorded by hand and may come later. Personal data: who asked and who answered.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="integrations")
    message = models.TextField(_("messaggio"), blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("da rispondere entro il"))
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    protocol_out = models.CharField(_("protocollo in uscita"), max_length=40, blank=True)
    protocol_out_date = models.DateField(_("data del protocollo in uscita"), null=True, blank=True)
    protocol_in = models.CharField(_("protocollo in entrata"), max_length=40, blank=True)
    protocol_in_date = models.DateField(_("data del protocollo in entrata"), null=True, blank=True)

    objects = IntegrationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["application", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at=None),
                name="integration_one_open",
                violation_error_message=_("C'è già una richiesta di integrazioni aperta."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.asked_at:%Y-%m-%d}"


class IntegrationItem(models.Model):
    """What is asked about one requirement, what it said before, and the reply. Personal data: none meant."""

    request = models.ForeignKey(IntegrationRequest, on_delete=models.CASCADE, related_name="items")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(_("che cosa manca"))
    before = models.JSONField(default=dict)
    reply = models.TextField(_("risposta"), blank=True)

    class Meta:
        ordering = ["requirement__section__order", "requirement__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "requirement"], name="integration_item_once_per_requirement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.requirement_id}"

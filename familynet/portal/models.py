"""What readers tell us: how clear a page is, and what does not work."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability


class PageFeedback(models.Model):
    """One anonymous answer to "how clear is this page?". Personal data: none (no address, no browser)."""

    class Reason(models.TextChoices):
        CLEAR = "clear", _("Le indicazioni erano chiare")
        COMPLETE = "complete", _("Le indicazioni erano complete")
        FOUND = "found", _("Ho trovato subito quello che cercavo")
        OTHER_GOOD = "other_good", _("Altro (aspetto positivo)")
        UNCLEAR = "unclear", _("Le indicazioni non erano chiare")
        INCOMPLETE = "incomplete", _("Le indicazioni non erano complete")
        NOT_FOUND = "not_found", _("Non ho trovato quello che cercavo")
        TECHNICAL = "technical", _("Ho avuto problemi tecnici")
        OTHER_BAD = "other_bad", _("Altro (difficoltà)")

    POSITIVE = (Reason.CLEAR, Reason.COMPLETE, Reason.FOUND, Reason.OTHER_GOOD)

    path = models.CharField(_("pagina"), max_length=200)
    rating = models.PositiveSmallIntegerField(_("voto"))
    reason = models.CharField(_("motivo"), max_length=20, choices=Reason, blank=True)
    text = models.CharField(_("dettagli"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["path", "created_at"], name="page_feedback_by_page")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=5),
                name="page_feedback_rating_in_range",
                violation_error_message=_("Scegli un voto da 1 a 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.rating}"


class FaultReportQuerySet(models.QuerySet["FaultReport"]):
    def visible_to(self, user: Any) -> "FaultReportQuerySet":
        """The people who look after the portal in the administration that the report is addressed to."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.PEOPLE_VIEW))

    def open(self) -> "FaultReportQuerySet":
        return self.filter(answered_at=None)


class FaultReport(models.Model):
    """A fault or a barrier that a reader reports; answered within 30 days (Linee guida AgID).

    Personal data: the e-mail address, if the reader wants an answer, and what is written in the text.
    """

    class Kind(models.TextChoices):
        ACCESSIBILITY = "accessibility", _("Una pagina o un documento non è accessibile")
        FAULT = "fault", _("Qualcosa non funziona")
        CONTENT = "content", _("Un'informazione è sbagliata o manca")
        OTHER = "other", _("Altro")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("che cosa segnali"), max_length=20, choices=Kind)
    administration = models.ForeignKey(
        Administration,
        on_delete=models.PROTECT,
        related_name="fault_reports",
        verbose_name=_("a chi ti rivolgi"),
    )
    address = models.CharField(_("indirizzo della pagina"), max_length=300, blank=True)
    text = models.TextField(_("descrizione"), max_length=3000)
    email = models.EmailField(_("e-mail per la risposta"), blank=True)
    due_on = models.DateField(_("risposta entro"))
    answer = models.TextField(_("risposta"), max_length=3000, blank=True)
    answered_at = models.DateTimeField(_("risposta data"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FaultReportQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="fault_report_answer_has_date",
                violation_error_message=_("Una segnalazione chiusa ha una risposta, una aperta no."),
            )
        ]
        indexes = [
            models.Index(
                fields=["administration", "due_on"],
                condition=models.Q(answered_at=None),
                name="fault_report_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.reference})"

    @property
    def reference(self) -> str:
        """The short code that the reader keeps."""
        return self.uuid.hex[:8].upper()

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due_on < timezone.localdate()

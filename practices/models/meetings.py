"""Meetings of a transfer: study visits, meetings, webinars, with their documents."""

import datetime
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.kernel.documents import Document
from practices.models.transfers import Transfer


class TransferMeeting(models.Model):
    """A study visit, a meeting or a webinar about one transfer, with agenda and report.

    Personal data: the names of who takes part and who planned it, for officials of the two sides only; never
    public, never exported.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visita di studio")
        MEETING = "meeting", _("Incontro")
        WEBINAR = "webinar", _("Incontro a distanza")

    class State(models.TextChoices):
        PLANNED = "planned", _("In programma")
        HELD = "held", _("Svolto")
        CANCELLED = "cancelled", _("Annullato")

    STATE_TONES = {State.PLANNED: "info", State.HELD: "success", State.CANCELLED: "neutral"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("tipo"), max_length=10, choices=Kind, default=Kind.MEETING)
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.PLANNED)
    date = models.DateField(_("giorno"))
    time = models.TimeField(_("ora"), null=True, blank=True)
    place = models.CharField(_("luogo"), max_length=200, blank=True)
    link = models.URLField(_("collegamento per partecipare"), max_length=500, blank=True)
    agenda = models.TextField(_("programma"), blank=True)
    participants = models.TextField(_("chi partecipa"), blank=True)
    report = models.TextField(_("che cosa è emerso"), blank=True)
    cancel_reason = models.TextField(_("motivo"), blank=True)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["date", "time", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""),
                name="transfer_meeting_has_place",
                violation_error_message=_("Scrivi dove ci si incontra, oppure il collegamento per partecipare."),
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(report=""),
                name="transfer_meeting_held_has_report",
                violation_error_message=_("Scrivi che cosa è emerso, anche in poche righe."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="transfer_meeting_cancel_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "date"], name="transfer_meeting_by_date")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.date:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Its place on the page of the transfer, which must be loaded."""
        return f"{self.transfer.get_absolute_url()}#meeting-{self.pk}"

    @property
    def people(self) -> list[str]:
        """One name per line, as written."""
        return [line.strip() for line in self.participants.splitlines() if line.strip()]

    @property
    def is_past(self) -> bool:
        """Its day has come: it can be reported."""
        return self.date <= timezone.localdate()

    @property
    def starts(self) -> datetime.datetime:
        """For the export: the day, with the hour where one was written."""
        return datetime.datetime.combine(self.date, self.time or datetime.time())


class MeetingDocument(models.Model):
    """A document of a meeting: agenda, slides, minutes. Read by officials of the two sides only.

    Personal data: none of its own.
    """

    meeting = models.ForeignKey(TransferMeeting, on_delete=models.PROTECT, related_name="meeting_documents")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.document)

"""Meetings of a transfer: plan, change, report, cancel; and their documents."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import User
from familynet.kernel.documents import Document, inspect_upload, store_document
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from practices.emails import transfers as notices
from practices.models import MeetingDocument, Transfer, TransferMeeting
from practices.permissions.transfers import can_meet
from practices.workflow import MEETING_WORKFLOW, TRANSFER_WORKFLOW

PLAN_FIELDS = frozenset({"kind", "date", "time", "place", "link", "agenda", "participants"})


@transaction.atomic
def plan_meeting(transfer: Transfer, *, by: User, **plan: Any) -> TransferMeeting:
    """A study visit, a meeting or a webinar; the first one moves the transfer on. `plan` are PLAN_FIELDS."""
    current = _talking(transfer, by)
    meeting = TransferMeeting(transfer=current, planned_by=by, **_known(plan))
    meeting.validate_constraints()
    meeting.save(force_insert=True)
    if current.state == Transfer.State.IN_CONTACT:
        advance(TRANSFER_WORKFLOW, current, "meet", by=by)
    record(
        current, "plan_meeting", label=gettext_lazy("Incontro in programma"), by=by, data={"meeting": meeting.pk}
    )
    notices.meeting(meeting, by=by, what=gettext_lazy("In programma: %(meeting)s per “%(title)s”"))
    return meeting


@transaction.atomic
def change_meeting(meeting: TransferMeeting, *, by: User, **plan: Any) -> TransferMeeting:
    """Change what is planned; raises TransitionConflict when it was held or cancelled meanwhile."""
    current = _planned(meeting, by)
    for field, value in _known(plan).items():
        setattr(current, field, value)
    current.validate_constraints()
    current.save(update_fields=[*plan, "updated_at"])
    _note(current, "change_meeting", gettext_lazy("Incontro cambiato"), by)
    notices.meeting(current, by=by, what=gettext_lazy("Cambiato: %(meeting)s per “%(title)s”"))
    return current


@transaction.atomic
def hold_meeting(meeting: TransferMeeting, *, report: str, participants: str, by: User) -> HistoryEntry:
    """Write what came out of it and who was there."""
    if not report.strip():
        raise ValidationError({"report": _("Scrivi che cosa è emerso, anche in poche righe.")})
    if not meeting.is_past:
        raise ValidationError({"report": _("L'incontro non c'è ancora stato: si racconta dal suo giorno in poi.")})
    fields = {"report": report.strip(), "participants": participants.strip()}
    entry = advance(MEETING_WORKFLOW, meeting, "hold", by=by, fields=fields)
    _note(meeting, "hold_meeting", gettext_lazy("Incontro svolto"), by)
    notices.meeting(meeting, by=by, what=gettext_lazy("Resoconto: %(meeting)s per “%(title)s”"))
    return entry


@transaction.atomic
def cancel_meeting(meeting: TransferMeeting, *, comment: str, by: User) -> HistoryEntry:
    reason = comment.strip()
    entry = advance(MEETING_WORKFLOW, meeting, "cancel", by=by, comment=reason, fields={"cancel_reason": reason})
    _note(meeting, "cancel_meeting", gettext_lazy("Incontro annullato"), by, comment=reason)
    notices.meeting(meeting, by=by, what=gettext_lazy("Annullato: %(meeting)s per “%(title)s”"))
    return entry


@transaction.atomic
def add_meeting_document(
    meeting: TransferMeeting, *, upload: File, title: str, by: User, language: str = Document.Language.ITALIAN
) -> MeetingDocument:
    """Keep agenda, slides or minutes; raises ValidationError for a file that the inspection refuses."""
    current = TransferMeeting.objects.select_related("transfer").get(pk=meeting.pk)
    if not can_meet(by, current.transfer):
        raise PermissionDenied("transfer: document")
    if current.state == TransferMeeting.State.CANCELLED:
        raise TransitionConflict(current)
    media_type = inspect_upload(upload)
    document = store_document(upload, title=title.strip(), by=by, language=language, media_type=media_type)
    added = MeetingDocument.objects.create(meeting=current, document=document)
    data = {"meeting": current.pk, "document": str(document.uuid), "sha256": document.sha256}
    _note(current, "add_meeting_document", gettext_lazy("Documento di un incontro aggiunto"), by, data=data)
    return added


def _known(plan: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(plan) - PLAN_FIELDS:
        raise ValueError(f"not a field of a planned meeting: {unknown}")
    return plan


def _talking(transfer: Transfer, by: User) -> Transfer:
    """The row, held until the end of the transaction, while the two sides are talking."""
    current = Transfer.objects.select_for_update(of=("self",)).with_parties().get(pk=transfer.pk)
    if not can_meet(by, current):
        raise PermissionDenied("transfer: meeting")
    if current.state not in Transfer.TALKING_STATES:
        raise TransitionConflict(current)
    return current


def _planned(meeting: TransferMeeting, by: User) -> TransferMeeting:
    rows = TransferMeeting.objects.select_for_update(of=("self",)).select_related("transfer__practice")
    current = rows.get(pk=meeting.pk)
    if not can_meet(by, current.transfer):
        raise PermissionDenied("transfer: meeting")
    if current.state != TransferMeeting.State.PLANNED:
        raise TransitionConflict(current)
    return current


def _note(
    meeting: TransferMeeting, verb: str, label: Any, by: User, *, comment: str = "", data: dict | None = None
) -> None:
    """The transfer's own history tells of its meetings."""
    record(meeting.transfer, verb, label=label, by=by, comment=comment, data=data or {"meeting": meeting.pk})

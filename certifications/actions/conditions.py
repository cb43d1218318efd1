"""Conditions after the award: opened, answered with evidence, checked, waived."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.actions.attached import next_place, put_in_order, take_place
from certifications.actions.notices import close_answered_notices
from certifications.engine import holds
from certifications.models import Certificate, Condition, ConditionEvidence, Requirement, SchemeVersion
from certifications.permissions import can_send_condition
from certifications.workflow import CONDITION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.documents import Document, inspect_upload, store_document
from familynet.kernel.history import record
from familynet.kernel.uploads import UploadPlace, moved, title_of_file
from familynet.kernel.workflow import TransitionConflict, advance

MAX_EVIDENCE = 20


@transaction.atomic
def open_conditions(
    *,
    certificate: Certificate,
    version: SchemeVersion,
    award_date: datetime.date,
    facts: Any = None,
    after: datetime.date | None = None,
) -> list[Condition]:
    """One condition for each requirement that falls due after the award and applies to the holder.

    `facts` are those that the application was judged on; by default those of the newest awarded application
    of the certificate. A fact that nobody gave leaves the requirement due: an office may waive it, nobody may
    forget it. Due on the day of the award plus the months, or on the last day of a shorter month. A requirement
    whose code the certificate has already stays as it is, so a renewal may call this again; `after` leaves out
    what has come due by that day.
    """
    facts = _facts_of(certificate) if facts is None else facts
    applying = [r for r in version.requirements.all() if holds(r.applies_if, facts) is not False]
    later = [r for r in applying if r.due_months]
    if not later:
        return []
    known = set(certificate.conditions.values_list("requirement__code", flat=True))
    made = Condition.objects.bulk_create(
        Condition(certificate=certificate, requirement=r, due_on=due_day(r, award_date))
        for r in later
        if r.code not in known and (after is None or due_day(r, award_date) > after)
    )
    certificate.met_at_award = sum(r.mandatory and not r.due_months for r in applying)
    Certificate.objects.filter(pk=certificate.pk).update(met_at_award=certificate.met_at_award)
    if made:
        record(
            certificate,
            "open_conditions",
            label=lambda: _("Aperti i requisiti da soddisfare dopo l'assegnazione"),
            by=None,
            public=True,
            data={"conditions": {c.requirement.code: c.due_on for c in made}, "on": award_date},
        )
    return made


def due_day(requirement: Requirement, award_date: datetime.date) -> datetime.date:
    """The last day for a requirement: 29 February plus 12 months is 28 February."""
    return add_months(award_date, requirement.due_months)


def _facts_of(certificate: Certificate) -> dict[str, Any]:
    """What the holder's own application was judged on; nothing for a certificate of an older register."""
    found = (
        certificate.applications.filter(state="awarded").order_by("-pk").values_list("facts", flat=True).first()
    )
    return found or {}


@transaction.atomic
def attach_to_condition(
    *, condition: Condition, by: User, uploads: Sequence[File], title: str = ""
) -> list[ConditionEvidence]:
    """Keep documents behind a condition that is with the holder. The uploads were inspected by their form."""
    _locked(condition, by)
    _check_room(condition, len(uploads))
    place, made = next_place(condition.evidence.all()), []
    for order, upload in enumerate(uploads, start=place):
        media_type: str = upload.media_type  # type: ignore[attr-defined]
        name = title or title_of_file(upload.name or "")
        document = store_document(upload, title=name[:200], by=by, media_type=media_type)
        made.append(
            ConditionEvidence.objects.create(condition=condition, document=document, order=order, added_by=by)
        )
    return made


class ConditionFiles(UploadPlace):
    """The documents of a condition, while it is with its holder."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(condition)
        self.condition = condition

    def hold(self, by: Any) -> None:
        _locked(self.condition, by)

    def check_room(self) -> None:
        _check_room(self.condition, 1)

    def keep(self, file: File, *, by: Any) -> Document:
        file.media_type = inspect_upload(file)  # type: ignore[attr-defined]
        (made,) = attach_to_condition(condition=self.condition, by=by, uploads=[file])
        return made.document


def _check_room(condition: Condition, number: int) -> None:
    if condition.evidence.current().count() + number > MAX_EVIDENCE:
        raise ValidationError(
            {"documents": _("A un requisito si allegano al massimo %(n)d documenti.") % {"n": MAX_EVIDENCE}}
        )


@transaction.atomic
def replace_in_condition(*, evidence: ConditionEvidence, upload: File, by: User) -> ConditionEvidence:
    """Put a newer file in the place of a document that was not sent yet; the old one stays as its earlier version.

    Raises ValidationError when the inspection refuses the file and for a document that was sent.
    """
    _check_unsent(evidence, _locked(evidence.condition, by))
    media_type = inspect_upload(upload)
    document = store_document(upload, title=title_of_file(upload.name or ""), by=by, media_type=media_type)
    made: ConditionEvidence = take_place(evidence, document, by=by, condition=evidence.condition)
    return made


@transaction.atomic
def order_condition(*, condition: Condition, order: Sequence[int], by: User) -> list[int]:
    """Put the documents that were not sent yet in the order of these keys; gives the new order."""
    _locked(condition, by)
    return put_in_order(condition.evidence.unsent(), order)


@transaction.atomic
def move_in_condition(*, evidence: ConditionEvidence, up: bool, by: User) -> None:
    """Swap a document that was not sent yet with its neighbour; at the end of the list nothing happens."""
    _check_unsent(evidence, _locked(evidence.condition, by))
    keys = evidence.condition.evidence.unsent().values_list("pk", flat=True)
    order_condition(condition=evidence.condition, order=moved(keys, evidence.pk, up=up), by=by)


@transaction.atomic
def remove_from_condition(*, evidence: ConditionEvidence, by: User) -> None:
    """Take back a document that was not sent yet; the file stays stored and readable in the record."""
    _check_unsent(evidence, _locked(evidence.condition, by))
    if not ConditionEvidence.objects.current().filter(pk=evidence.pk).update(removed_at=timezone.now()):
        raise TransitionConflict(evidence)


def _check_unsent(evidence: ConditionEvidence, current: Condition) -> None:
    """By the condition as it is now: it may have been sent, and given back, since the page was read."""
    evidence.condition.submitted_at = current.submitted_at
    if evidence.is_sent:
        raise ValidationError(_("Questo documento è già stato inviato: resta agli atti."))


@transaction.atomic
def save_note(*, condition: Condition, by: User, note: str) -> None:
    """Keep what the holder writes, before it is sent."""
    _locked(condition, by)
    condition.note = note.strip()
    Condition.objects.filter(pk=condition.pk).update(note=condition.note, updated_at=timezone.now())


def _locked(condition: Condition, by: User) -> Condition:
    """The row as it is now, in the holder's turn, held from others; PermissionDenied, TransitionConflict."""
    if not can_send_condition(by, condition):
        raise PermissionDenied("condition: write")
    current = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    if not current.is_with_holder:
        raise TransitionConflict(current)
    return current


@transaction.atomic
def send_condition(*, condition: Condition, by: User, note: str) -> None:
    """The holder says that the requirement is met, with what shows it."""
    # Held before anything is counted: a colleague may be taking the only document back.
    _locked(condition, by)
    required = condition.requirement.evidence == "required"
    evidence = condition.evidence.current().count()
    if required and not evidence:
        raise ValidationError({"documents": _("Per questo requisito serve almeno un documento.")})
    if not note.strip() and not evidence:
        raise ValidationError({"note": _("Scrivi come avete soddisfatto il requisito, o allega un documento.")})
    now = timezone.now()
    fields = {"note": note.strip(), "sent_note": note.strip(), "submitted_by": by, "submitted_at": now}
    advance(CONDITION_WORKFLOW, condition, "send", by=by, comment=note.strip(), fields=fields)
    emails.tell_condition_sent(condition, by=by)


@transaction.atomic
def check_condition(*, condition: Condition, by: User, met: bool, reason: str = "") -> None:
    """The office confirms, or sends the requirement back with a reason; the due day stays the same."""
    today = timezone.localdate()
    fields = {"checked_by": by, "checked_at": timezone.now(), "reason": reason.strip()}
    if met:
        fields["met_on"] = today
    name = "meet" if met else "send_back"
    advance(CONDITION_WORKFLOW, condition, name, by=by, comment=reason.strip(), fields=fields)
    emails.tell_condition_checked(condition, by=by)
    if met:
        _settled(condition, "meet_condition", lambda: _("Soddisfatto un requisito dopo l'assegnazione"), by)


@transaction.atomic
def waive_condition(*, condition: Condition, by: User, reason: str, act: Act | None) -> None:
    """A requirement is no longer due, by an act and for a reason."""
    if act is None or not act.is_complete:
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})
    act.save()
    fields = {"checked_by": by, "checked_at": timezone.now(), "reason": reason.strip(), "act": act}
    advance(CONDITION_WORKFLOW, condition, "waive", by=by, comment=reason, act=act, fields=fields)
    emails.tell_condition_checked(condition, by=by)
    _settled(condition, "waive_condition", lambda: _("Un requisito non è più dovuto"), by, act)


def _settled(condition: Condition, verb: str, label: Any, by: User, act: Act | None = None) -> None:
    """What settles a condition is told in the public history of its certificate, and may close notices."""
    certificate = condition.certificate
    # Two officers who settle the last two conditions take turns: one of them sees that all are settled.
    Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
    data = {"requirement": condition.requirement.code}
    record(certificate, verb, label=label, by=by, act=act, public=True, data=data)
    close_answered_notices(certificate)
    if not certificate.conditions.open().exists():
        label = lambda: _("Soddisfatti tutti i requisiti dopo l'assegnazione")  # noqa: E731
        record(certificate, "conditions_complete", label=label, by=None, public=True)

"""Documents attached to the answer about one requirement: add, replace, order, take away."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.answers import check_open, locked_answering
from certifications.actions.attached import next_place, put_in_order, take_place
from certifications.models import Answer, AnswerEvidence, Application, Requirement
from certifications.permissions import changeable_evidence
from familynet.accounts.models import User
from familynet.kernel.documents import Document, inspect_upload, store_document
from familynet.kernel.history import record
from familynet.kernel.uploads import UploadPlace, moved, title_of_file
from familynet.kernel.workflow import TransitionConflict

MOST_PER_REQUIREMENT = 20


class EvidenceFiles(UploadPlace):
    """The documents behind one requirement: for all who may answer it now, in the draft or in an integration."""

    def __init__(self, application: Application, requirement: Requirement) -> None:
        super().__init__(application, f"requirement:{requirement.pk}")
        self.application, self.requirement = application, requirement

    def hold(self, by: Any) -> None:
        self.application = _locked(self.application, self.requirement, by)

    def check_room(self) -> None:
        _check_room(self.application, self.requirement)

    def keep(self, file: File, *, by: Any) -> Document:
        made = attach_evidence(application=self.application, requirement=self.requirement, upload=file, by=by)
        return made.document


@transaction.atomic
def attach_evidence(
    *, application: Application, requirement: Requirement, upload: File, by: User
) -> AnswerEvidence:
    """Keep a file behind the answer about one requirement. Raises ValidationError when the inspection refuses it.

    An answer is made when nothing was said yet. While an integration is open the document belongs to its round.
    """
    current = _locked(application, requirement, by)
    if requirement.version_id != current.version_id:
        raise ValidationError(_("Questo requisito non è nel disciplinare della domanda."))
    # Nothing is said by it yet: whoever has the empty answer on the screen is still up to date.
    answer, _made = Answer.objects.get_or_create(
        application=current, requirement=requirement, defaults={"updated_by": by, "revision": 0}
    )
    _check_room(current, requirement)
    document = _stored(answer, upload, by)
    made = AnswerEvidence.objects.create(
        answer=answer,
        document=document,
        order=next_place(answer.evidence.all()),
        added_by=by,
        integration=current.integrations.open().first() if current.submitted_at else None,
    )
    _record(current, "attach", _("Documento allegato"), made, by)
    return made


@transaction.atomic
def replace_evidence(*, evidence: AnswerEvidence, upload: File, by: User) -> AnswerEvidence:
    """Put a newer file in the place of a document that may change; the old one stays as its earlier version.

    Raises ValidationError when the inspection refuses the file, when it is attached already, and for a document
    that was submitted.
    """
    current = _locked_for_change(evidence, by)
    document = _stored(evidence.answer, upload, by, besides=evidence)
    made: AnswerEvidence = take_place(
        evidence, document, by=by, answer=evidence.answer, integration=evidence.integration
    )
    _record(current, "replace", _("Documento sostituito"), made, by)
    return made


@transaction.atomic
def order_evidence(
    *, application: Application, requirement: Requirement, order: Sequence[int], by: User
) -> list[int]:
    """Put the documents of one requirement that may change in the order of these keys; gives the new order."""
    current = _locked(application, requirement, by)
    rows = changeable_evidence(current).filter(answer__requirement=requirement)
    return put_in_order(rows, order)


@transaction.atomic
def move_evidence(*, evidence: AnswerEvidence, up: bool, by: User) -> None:
    """Swap a document with its neighbour; at the end of the list nothing happens."""
    current, requirement = _locked_for_change(evidence, by), evidence.answer.requirement
    keys = changeable_evidence(current).filter(answer=evidence.answer).values_list("pk", flat=True)
    order_evidence(application=current, requirement=requirement, order=moved(keys, evidence.pk, up=up), by=by)


@transaction.atomic
def remove_evidence(*, evidence: AnswerEvidence, by: User) -> None:
    """Take a document away before it was sent; in an integration only what that round added."""
    application, requirement = evidence.answer.application, evidence.answer.requirement
    current = _locked(application, requirement, by)
    if _may_change(current, evidence):
        AnswerEvidence.objects.filter(pk=evidence.pk).update(removed_at=timezone.now())
        _record(current, "detach", _("Documento tolto"), evidence, by)


def _locked(application: Application, requirement: Requirement, by: User) -> Application:
    """The row, held, if `by` may answer this requirement now."""
    current = locked_answering(application, by)
    check_open(current, {requirement.code: requirement})
    return current


def _locked_for_change(evidence: AnswerEvidence, by: User) -> Application:
    current = _locked(evidence.answer.application, evidence.answer.requirement, by)
    if not _may_change(current, evidence):
        raise TransitionConflict(evidence)
    return current


def _may_change(application: Application, evidence: AnswerEvidence) -> bool:
    """False when somebody took it away meanwhile; ValidationError for a document that was submitted."""
    if not AnswerEvidence.objects.current().filter(pk=evidence.pk).exists():
        return False
    if not changeable_evidence(application).filter(pk=evidence.pk).exists():
        raise ValidationError(_("Un documento già presentato resta nella domanda: aggiungine uno nuovo."))
    return True


def _check_room(application: Application, requirement: Requirement) -> None:
    rows = AnswerEvidence.objects.current().filter(
        answer__application=application, answer__requirement=requirement
    )
    if rows.count() >= MOST_PER_REQUIREMENT:
        text = _("Un requisito può avere al massimo %d documenti: togli quelli che non servono.")
        raise ValidationError(text % MOST_PER_REQUIREMENT, code="many")


def _stored(answer: Answer, upload: File, by: User, *, besides: AnswerEvidence | None = None) -> Document:
    """The inspected file; ValidationError when another document of the answer is the same."""
    media_type = inspect_upload(upload)
    document = store_document(upload, title=title_of_file(upload.name or ""), by=by, media_type=media_type)
    others = answer.evidence.current().filter(document__sha256=document.sha256)
    if others.exclude(pk=besides.pk if besides else None).exists():
        raise ValidationError(_("Questo file è già allegato al requisito."), code="same")
    return document


def _record(application: Application, verb: str, label: str, evidence: AnswerEvidence, by: User) -> None:
    """The history keeps the fingerprint and never the name, which may be a person's."""
    requirement, document = evidence.answer.requirement, evidence.document
    record(
        application,
        verb,
        label=f"{label}: {requirement.code}",
        by=by,
        data={"requirement": requirement.code, "document": str(document.uuid), "sha256": document.sha256},
    )

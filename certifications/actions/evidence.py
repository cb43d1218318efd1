"""Documents attached to the answer about one requirement."""

import re
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.answers import check_open, locked_answering
from certifications.models import Answer, AnswerEvidence, Application, Requirement
from familynet.accounts.models import User
from familynet.kernel.documents import inspect_upload, store_document
from familynet.kernel.history import record

MOST_PER_REQUIREMENT = 20


def title_of_file(name: str) -> str:
    """ "delibera_giunta-12.pdf" → "Delibera giunta 12"."""
    words = re.sub(r"[_\-\s]+", " ", PurePath(name).stem).strip() or name
    return (words[:1].upper() + words[1:])[:200]


@transaction.atomic
def attach_evidence(
    *, application: Application, requirement: Requirement, upload: File, by: User
) -> AnswerEvidence:
    """Keep a file behind the answer about one requirement. Raises ValidationError when the inspection refuses it.

    An answer is made when nothing was said yet. While an integration is open the document belongs to its round.
    """
    current = locked_answering(application, by)
    if requirement.version_id != current.version_id:
        raise ValidationError(_("Questo requisito non è nel disciplinare della domanda."))
    check_open(current, {requirement.code: requirement})
    # Nothing is said by it yet: whoever has the empty answer on the screen is still up to date.
    answer, _made = Answer.objects.get_or_create(
        application=current, requirement=requirement, defaults={"updated_by": by, "revision": 0}
    )
    attached = answer.evidence.current()
    if attached.count() >= MOST_PER_REQUIREMENT:
        text = _("Un requisito può avere al massimo %d documenti: togli quelli che non servono.")
        raise ValidationError(text % MOST_PER_REQUIREMENT, code="many")
    media_type = inspect_upload(upload)
    document = store_document(upload, title=title_of_file(upload.name or ""), by=by, media_type=media_type)
    if attached.filter(document__sha256=document.sha256).exists():
        raise ValidationError(_("Questo file è già allegato al requisito."), code="same")
    last = answer.evidence.aggregate(last=Max("order"))["last"] or 0
    made = AnswerEvidence.objects.create(
        answer=answer,
        document=document,
        order=last + 1,
        added_by=by,
        integration=current.integrations.open().first() if current.submitted_at else None,
    )
    _record(current, "attach", _("Documento allegato"), made, by)
    return made


@transaction.atomic
def remove_evidence(*, evidence: AnswerEvidence, by: User) -> None:
    """Take a document away before it was sent; in an integration only what that round added."""
    current = locked_answering(evidence.answer.application, by)
    requirement = evidence.answer.requirement
    check_open(current, {requirement.code: requirement})
    if current.submitted_at and evidence.integration_id not in current.integrations.open().values_list(
        "pk", flat=True
    ):
        raise ValidationError(_("Un documento già presentato resta nella domanda: aggiungine uno nuovo."))
    if AnswerEvidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=timezone.now()):
        _record(current, "detach", _("Documento tolto"), evidence, by)


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

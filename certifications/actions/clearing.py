"""What is cleared at the end of a retention, as tables: a test compares them with every model (decision 0032).

Texts that somebody typed for the office, and files, go. Dates, outcomes, points, acts, the reasons that an act
rests on (L. 241/1990, art. 3), fingerprints and sizes stay.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from certifications.actions.releases import clear_releases, papers_of_releases
from certifications.models import (
    Answer,
    AnswerEvidence,
    Application,
    Appointment,
    Certificate,
    Condition,
    ConditionEvidence,
    ConflictDeclaration,
    Declaration,
    IntegrationItem,
    IntegrationRequest,
    PhaseDocument,
    PlannedChange,
    Process,
    RealignmentAnswer,
    Receipt,
    RefusalNotice,
    RenunciationRequest,
    SiteVisit,
    StatusChange,
)
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document

GONE = "–"


class Texts(NamedTuple):
    """Columns of the rows that belong to `owner` (a lookup), and what they hold afterwards."""

    model: type[models.Model]
    owner: str
    empty: dict[str, Any]


class Files(NamedTuple):
    """Columns of the rows that belong to `owner` which point to documents."""

    model: type[models.Model]
    owner: str
    columns: tuple[str, ...]


FILE_TEXTS = (
    Texts(Answer, "application", {"note": ""}),
    Texts(IntegrationRequest, "application", {"message": ""}),
    Texts(IntegrationItem, "request__application", {"question": GONE, "reply": "", "before": {}}),
    Texts(RefusalNotice, "application", {"observations": ""}),
    Texts(SiteVisit, "assignment__application", {"people": ""}),
    Texts(ConflictDeclaration, "assignment__application", {"text": ""}),
)
FILE_DOCUMENTS = (
    Files(AnswerEvidence, "answer__application", ("document",)),
    Files(Declaration, "application", ("delegation",)),
    Files(Receipt, "application", ("document", "application_document")),
    Files(RefusalNotice, "application", ("documents",)),
    Files(SiteVisit, "assignment__application", ("documents",)),
)
LIFE_TEXTS = (
    Texts(Certificate, "pk", {"note": ""}),
    Texts(Condition, "certificate", {"note": "", "sent_note": ""}),
    Texts(RealignmentAnswer, "realignment__certificate", {"note": ""}),
    Texts(RenunciationRequest, "certificate", {"reason": GONE}),
)
LIFE_DOCUMENTS = (
    Files(ConditionEvidence, "condition__certificate", ("document",)),
    Files(RealignmentAnswer, "realignment__certificate", ("document",)),
    Files(RenunciationRequest, "certificate", ("document",)),
    Files(StatusChange, "certificate", ("document",)),
    Files(PlannedChange, "certificate", ("document",)),
)
# Of a multi-year scheme: with the certificate, or with the file where none was awarded.
WAY_TEXTS = (Texts(Appointment, "process__in", {"conflict_text": ""}),)
WAY_DOCUMENTS = (Files(PhaseDocument, "phase__process__in", ("document",)),)
# Lists of files, of which names and texts go and sizes and fingerprints stay.
LISTS = (("Receipt", "files"), ("FileRelease", "files"))


def clear_file(application: Application) -> dict[str, int]:
    """Clear a file that is marked as cleared already (the database asks for it); how much of what went."""
    found = _documents(FILE_DOCUMENTS, application.pk)
    found |= set(papers_of_releases(application).values_list("pk", flat=True))
    number = _clear_texts(FILE_TEXTS, application.pk)
    way = Process.objects.filter(application=application, certificate=None)
    found |= _clear_way(way, number)
    for receipt in Receipt.objects.filter(application=application):
        receipt.files = [{**row, "name": GONE, "title": GONE} for row in receipt.files]
        receipt.save(update_fields=["files"])
    clear_releases(application)
    return {**number, "documents": _forget(found, but_of=application)}


def clear_life(certificate: Certificate) -> dict[str, int]:
    """Clear what the holder gave after the award; how much of what went."""
    found = _documents(LIFE_DOCUMENTS, certificate.pk)
    number = _clear_texts(LIFE_TEXTS, certificate.pk)
    found |= _clear_way(Process.objects.filter(certificate=certificate), number)
    # A copy may have been given after its file was cleared: it holds texts of the life only.
    for application in certificate.applications.exclude(cleared_at=None):
        found |= set(papers_of_releases(application).values_list("pk", flat=True))
        clear_releases(application)
    return {**number, "documents": _forget(found)}


def _clear_way(processes: models.QuerySet[Process], number: dict[str, int]) -> set[int]:
    """The texts of processes that are over; gives the keys of their documents."""
    over = list(processes.exclude(ended_on=None))
    number |= _clear_texts(WAY_TEXTS, over)
    return _documents(WAY_DOCUMENTS, over)


def _clear_texts(tables: Iterable[Texts], owner: Any) -> dict[str, int]:
    number = {}
    for table in tables:
        rows = table.model._default_manager.filter(**{table.owner: owner}).exclude(**table.empty)
        if changed := rows.update(**table.empty):
            number[table.model._meta.model_name or ""] = changed
    return number


def _documents(tables: Iterable[Files], owner: Any) -> set[int]:
    found: set[int] = set()
    for table in tables:
        rows = table.model._default_manager.filter(**{table.owner: owner})
        for column in table.columns:
            found.update(rows.exclude(**{column: None}).values_list(column, flat=True))
    return found


def _forget(keys: set[int], *, but_of: Application | None = None) -> int:
    """Delete the content of these documents, but for acts and what a file or a life that is still kept refers to.

    A renewal takes the evidence of conditions and declarations over: both point to the same documents.
    """
    kept = Q(answer__application__cleared_at=None)
    if but_of is not None:
        kept &= ~Q(answer__application=but_of)
    shared = AnswerEvidence.objects.filter(kept).values("document")
    acts = Act.objects.exclude(document=None).values("document")
    going = Document.objects.filter(pk__in=keys).exclude(pk__in=shared).exclude(pk__in=acts).exclude(file="")
    for table in LIFE_DOCUMENTS:
        rows = table.model._default_manager.filter(**{f"{table.owner}__cleared_at": None})
        for column in table.columns:
            going = going.exclude(pk__in=rows.exclude(**{column: None}).values(column))
    documents = list(going)
    for document in documents:
        _forget_content(document)
    return len(documents)


def _forget_content(document: Document) -> None:
    """The file is deleted once the transaction commits; its size and fingerprint stay."""
    storage, name = document.file.storage, document.file.name
    title = _("Documento cancellato")
    Document.objects.filter(pk=document.pk).update(file="", name=title, title=title)
    if name:
        transaction.on_commit(lambda: storage.delete(name))

"""Documents of a practice in the hands of its writers: add, describe, order, replace, remove."""

import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.document_texts import DocumentText, request_text, request_words
from familynet.kernel.documents import Document, inspect_upload, store_document
from familynet.kernel.history import record
from familynet.kernel.uploads import in_wanted_order, moved
from familynet.kernel.workflow import TransitionConflict
from practices.actions.drafts import locked
from practices.models import DocumentRevision, Practice, PracticeDocument
from practices.permissions import can_create, can_edit

MOST_DOCUMENTS = 60


def check_room(practice: Practice) -> None:
    """ValidationError when the practice has as many documents as it may."""
    if practice.practice_documents.count() >= MOST_DOCUMENTS:
        message = _("Una pratica può avere al massimo %(most)s documenti: togli quelli che non servono.")
        raise ValidationError(message % {"most": MOST_DOCUMENTS}, code="many")


@transaction.atomic
def add_document(
    practice: Practice, *, upload: File, title: str, by: User, language: str = Document.Language.ITALIAN
) -> PracticeDocument:
    """Keep a file with its title as the last document; raises ValidationError on `upload` or `title`."""
    current = locked(practice, by)
    if not title.strip():
        raise ValidationError({"title": _("Scrivi un titolo che dica che cosa contiene il documento.")})
    check_room(current)
    media_type = inspect_upload(upload)
    document = store_document(upload, title=title.strip(), by=by, language=language, media_type=media_type)
    request_text(document)
    last = current.practice_documents.aggregate(last=Max("position"))["last"] or 0
    added = PracticeDocument.objects.create(practice=current, document=document, position=last + 1)
    _record_document(current, "add_document", _("Documento aggiunto"), document, by)
    return added


@transaction.atomic
def describe_document(item: PracticeDocument, *, title: str, language: str, by: User) -> PracticeDocument:
    """Change title and language of a document."""
    current = locked(item.practice, by)
    if not title.strip():
        raise ValidationError({"title": _("Scrivi un titolo che dica che cosa contiene il documento.")})
    document = item.document
    document.title, document.language = title.strip(), language
    if _stands_elsewhere(item):
        # What is published keeps its title: this draft goes on with a record of its own for the same file.
        document.pk, document.uuid = None, uuid.uuid4()
        document.save(force_insert=True)
        item.document = document
        item.save(update_fields=["document"])
        request_text(document)
    else:
        document.save(update_fields=["title", "language"])
        request_words(document)
    _record_document(current, "describe_document", _("Titolo del documento cambiato"), item.document, by)
    return item


@transaction.atomic
def move_document(item: PracticeDocument, *, up: bool, by: User) -> None:
    """Swap a document with its neighbour; at the end of the list nothing happens."""
    current = locked(item.practice, by)
    keys = current.practice_documents.order_by("position").values_list("pk", flat=True)
    order_documents(current, order=moved(keys, item.pk, up=up), by=by)


@transaction.atomic
def order_documents(practice: Practice, *, order: Sequence[int], by: User) -> list[int]:
    """Put the documents in the order of these keys and return the order that came out.

    What somebody added in the meantime stays at the end; a key that is no longer there changes nothing.
    """
    current = locked(practice, by)
    items = {item.pk: item for item in current.practice_documents.order_by("position")}
    wanted = in_wanted_order(items, order)
    if wanted != list(items):
        for position, pk in enumerate(wanted, start=1):
            items[pk].position = position
        PracticeDocument.objects.bulk_update(items.values(), ["position"])
    return wanted


@transaction.atomic
def replace_document(item: PracticeDocument, *, upload: File, by: User) -> PracticeDocument:
    """Put a newer file in the place of a document, with its title and language; the old one is kept.

    Raises ValidationError on `file` when the inspection refuses it, or when it is the same file, and
    TransitionConflict when somebody took the document off in the meantime.
    """
    current = locked(item.practice, by)
    place = current.practice_documents.select_related("document").filter(pk=item.pk).first()
    if place is None:
        raise TransitionConflict(current)
    old = place.document
    media_type = inspect_upload(upload)
    new = store_document(upload, title=old.title, by=by, language=old.language, media_type=media_type)
    if new.sha256 == old.sha256:
        raise ValidationError({"file": _("È lo stesso file che c'è già: scegli la versione nuova.")}, code="same")
    place.document = new
    place.save(update_fields=["document"])
    request_text(new)
    DocumentRevision.objects.create(practice=current.root, document=old, successor=new, replaced_by=by)
    _record_document(current, "replace_document", _("Documento sostituito"), new, by)
    return place


@transaction.atomic
def remove_document(item: PracticeDocument, *, by: User) -> None:
    """Take a document off the practice; the file and the history entry with its hash stay."""
    current = locked(item.practice, by)
    _record_document(current, "remove_document", _("Documento tolto"), item.document, by)
    item.delete()


def _stands_elsewhere(item: PracticeDocument) -> bool:
    document = item.document
    return document.version_rows.exists() or document.practice_rows.exclude(pk=item.pk).exists()


@transaction.atomic
def read_document_again(item: PracticeDocument, *, by: User) -> None:
    """Let the job try once more to read a document; nothing happens to one that was read or waits its turn.

    Nothing of the practice changes, so its row is not held: the job may hold the text and wait for it.
    """
    practice = item.practice
    if not can_create(by, practice.administration_id):
        raise PermissionDenied("edit practice")
    if not can_edit(by, practice):
        raise TransitionConflict(practice)
    text = DocumentText.objects.select_for_update().filter(document=item.document_id).first()
    if text is None or text.can_retry:
        request_text(item.document)


def _record_document(practice: Practice, verb: str, label: str, document: Document, by: User) -> None:
    practice.editors.add(by)
    record(
        practice,
        verb,
        label=f"{label}: {document.title}"[:200],
        by=by,
        data={"document": str(document.uuid), "name": document.name, "sha256": document.sha256},
    )

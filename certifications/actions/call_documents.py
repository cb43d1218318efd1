"""Documents of a call for funding: added, replaced, taken off. What was there stays on record."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.models import CallDocument, FundingCall
from certifications.permissions import can_add_call_document, can_change_call_document
from familynet.accounts.models import User
from familynet.kernel.documents import Document, inspect_upload, store_document
from familynet.kernel.history import record
from familynet.kernel.uploads import title_of_file
from familynet.kernel.workflow import TransitionConflict

MOST_DOCUMENTS = 40
# Verbs of the history of a call by which somebody wrote a part of it.
DOCUMENT_VERBS = ("add_document", "replace_document", "remove_document")


@transaction.atomic
def add_call_document(
    *,
    call: FundingCall,
    upload: File,
    by: User,
    title: str = "",
    is_public: bool = False,
    language: str = Document.Language.ITALIAN,
) -> CallDocument:
    """Keep a file; without a title its name becomes one. Raises PermissionDenied, ValidationError."""
    locked = _locked(call)
    if not can_add_call_document(by, locked):
        raise PermissionDenied("funding_call: document")
    if locked.call_documents.current().count() >= MOST_DOCUMENTS:
        message = _("Un bando può avere al massimo %(most)s documenti: togli quelli che non servono.")
        raise ValidationError(message % {"most": MOST_DOCUMENTS}, code="many")
    title = title.strip() or title_of_file(upload.name or "")
    document = store_document(upload, title=title, by=by, language=language, media_type=inspect_upload(upload))
    item = CallDocument.objects.create(call=locked, document=document, is_public=is_public, added_by=by)
    _record(item, "add_document", _("Documento aggiunto"), by)
    return item


@transaction.atomic
def replace_call_document(*, item: CallDocument, upload: File, by: User) -> CallDocument:
    """Put a newer file in the place of a document; the old one stays with the earlier versions.

    Raises PermissionDenied, ValidationError on `file`, TransitionConflict when it is no longer there.
    """
    old = _open(item, by)
    document = store_document(
        upload,
        title=old.document.title,
        by=by,
        language=old.document.language,
        media_type=inspect_upload(upload),
    )
    if document.sha256 == old.document.sha256:
        raise ValidationError({"file": _("È lo stesso file che c'è già: scegli la versione nuova.")}, code="same")
    newer = CallDocument.objects.create(call=old.call, document=document, is_public=old.is_public, added_by=by)
    old.closed_at, old.closed_by, old.successor = timezone.now(), by, newer
    old.save(update_fields=["closed_at", "closed_by", "successor"])
    _record(newer, "replace_document", _("Documento sostituito"), by)
    return newer


@transaction.atomic
def remove_call_document(*, item: CallDocument, reason: str, by: User) -> CallDocument:
    """Take a document off with the reason; it stays on record.

    Raises PermissionDenied, ValidationError on `reason`, TransitionConflict when it is no longer there.
    """
    found = _open(item, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Scrivi perché togli il documento.")})
    found.closed_at, found.closed_by, found.close_reason = timezone.now(), by, reason.strip()
    found.full_clean(exclude=["call", "document", "added_by", "closed_by"])
    found.save(update_fields=["closed_at", "closed_by", "close_reason"])
    _record(found, "remove_document", _("Documento tolto"), by, comment=found.close_reason)
    return found


def _locked(call: FundingCall) -> FundingCall:
    """One writer of a call at a time."""
    return FundingCall.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)


def _open(item: CallDocument, by: User) -> CallDocument:
    """The document as it is now, while nobody else changes it."""
    call = _locked(item.call)
    found = CallDocument.objects.select_related("document").get(pk=item.pk)
    found.call = call
    if not can_change_call_document(by, found):
        raise PermissionDenied("funding_call: document")
    if not found.is_current:
        raise TransitionConflict(call)
    return found


def _record(item: CallDocument, verb: str, words: str, by: User, comment: str = "") -> None:
    document, call = item.document, item.call
    record(
        call,
        verb,
        label=f"{words}: {document.title}"[:200],
        by=by,
        comment=comment,
        public=item.is_public and call.state != FundingCall.State.DRAFT,
        data={"document": str(document.uuid), "name": document.name, "sha256": document.sha256},
    )

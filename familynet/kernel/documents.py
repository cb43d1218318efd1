"""Document: a file that a person uploaded. Private, hashed, its type found from its content."""

import datetime
import hashlib
import uuid
import weakref
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import models, transaction
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.kernel.inspection import inspect_upload

__all__ = ["Document", "inspect_upload", "serve", "store_document"]


def storage_name(document: "Document", filename: str) -> str:
    """A name nobody can guess, without the words of the original one."""
    return f"{document.uuid.hex[:2]}/{document.uuid.hex}"


class Document(models.Model):
    """An uploaded file. It belongs to a record of a feature, whose permission decides who reads it.

    Personal data: who uploaded it; the content may hold more and is never public by itself.
    """

    class Language(models.TextChoices):
        ITALIAN = "it", _("Italiano")
        ENGLISH = "en", _("Inglese")
        GERMAN = "de", _("Tedesco")
        FRENCH = "fr", _("Francese")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=storage_name, max_length=200)
    name = models.CharField(_("nome del file"), max_length=200)
    title = models.CharField(_("titolo"), max_length=200)
    language = models.CharField(_("lingua"), max_length=2, choices=Language, default=Language.ITALIAN)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty")]
        indexes = [models.Index(fields=["sha256"], name="document_by_hash")]

    def __str__(self) -> str:
        return self.title


@transaction.atomic
def store_document(upload: File, *, title: str, by: Any, language: str = "it", media_type: str) -> Document:
    """Keep an upload whose content was already inspected (see `inspect_upload`).

    The file goes away again when the transaction, also the caller's, is rolled back.
    """
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    document = Document(
        name=upload.name or "",
        title=title,
        language=language,
        media_type=media_type,
        size=upload.size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
    )
    document.file.save(document.name, upload, save=False)
    discard_on_rollback(document.file.storage, document.file.name or "")
    document.save()
    return document


class _Pending:
    """Lives as long as its transaction may still commit."""


def discard_on_rollback(storage: Storage, name: str) -> None:
    """Delete a stored file unless the open transaction commits.

    Django has a hook for the commit only. The hook is the one owner of a token: a rollback, also of a
    savepoint or by the end of the process, drops the hook, with it the token, and that deletes the file.
    """
    token = _Pending()
    discard = weakref.finalize(token, storage.delete, name)

    def keep(token: _Pending = token) -> None:
        discard.detach()

    transaction.on_commit(keep)


def remove_orphans(older_than: datetime.timedelta = datetime.timedelta(days=1)) -> int:
    """Delete stored files without a Document; returns how many. Younger ones may wait for their commit."""
    storage = Document._meta.get_field("file").storage
    limit, removed = timezone.now() - older_than, 0
    folders = storage.listdir("")[0] if storage.exists("") else []
    for folder in folders:
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
        known = set(Document.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names - known:
            if storage.get_modified_time(name) < limit:
                storage.delete(name)
                removed += 1
    return removed


def serve(document: Document) -> FileResponse:
    """The file as an attachment, streamed. The caller has checked the permission of the owning record.

    Raises Http404 when the content was cleared at the end of its retention.
    """
    if not document.file:
        raise Http404("document: cleared")
    response = FileResponse(document.file.open("rb"), as_attachment=True, filename=document.name)
    response["Content-Type"] = document.media_type
    response["Content-Length"] = str(document.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response

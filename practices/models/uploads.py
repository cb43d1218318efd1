"""Files on their way in, part by part, and the earlier versions of documents."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from familynet.accounts.models import User
from familynet.kernel.documents import Document
from practices.models.practice import Practice


class UploadInProgress(models.Model):
    """A file that a person is sending in parts; it goes on after a broken connection or a new page.

    The parts stand in the database, so any process takes the next one and a rollback takes them back. When all
    are there the file is inspected and becomes a document; `document` then says so to a client that missed the
    answer. Forgotten after a day (tasks.py).
    Personal data: who sends it; parts are read by nobody else.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="uploads")
    sender = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes announced")
    received = models.PositiveBigIntegerField(default=0, help_text="bytes that are here")
    mark = models.CharField(max_length=200, blank=True, help_text="what the browser knows the file by")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_not_empty"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_not_beyond_its_size"),
        ]
        indexes = [models.Index(fields=["updated_at"], name="upload_by_age")]

    def __str__(self) -> str:
        return f"{self.name} ({self.received}/{self.size})"


class UploadPart(models.Model):
    """Some bytes of a file on its way in. Personal data: what the file holds, until it is stored or forgotten."""

    upload = models.ForeignKey(UploadInProgress, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.offset}"


class DocumentRevision(models.Model):
    """A document of a practice that a newer one took the place of. Never changed.

    Personal data: who replaced it, shown to the writers of the administration only.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="document_revisions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-replaced_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(document=F("successor")), name="document_revision_of_another")
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.successor}"


def earlier_versions(practice: Any) -> dict[int, list[DocumentRevision]]:
    """Of each document of a practice the versions before it, newest first. One query."""
    revisions = practice.root.document_revisions.select_related("document", "replaced_by")
    by_successor = {revision.successor_id: revision for revision in revisions}
    found: dict[int, list[DocumentRevision]] = {}
    for newest in by_successor:
        chain, at = [], newest
        while revision := by_successor.get(at):
            chain.append(revision)
            at = revision.document_id
        found[newest] = chain
    return found

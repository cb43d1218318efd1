"""The earlier versions of documents."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from familynet.accounts.models import User
from familynet.kernel.documents import Document
from practices.models.practice import Practice


class DocumentRevisionQuerySet(models.QuerySet["DocumentRevision"]):
    def of(self, practice: Any) -> "DocumentRevisionQuerySet":
        """All replacements in the documents of a practice."""
        return self.filter(practice=practice.root)


class DocumentRevision(models.Model):
    """A document of a practice that a newer one took the place of. Never changed.

    Personal data: who replaced it, shown to the writers of the administration only.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="document_revisions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-replaced_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(document=F("successor")), name="document_revision_of_another")
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.successor}"


def earlier_versions(practice: Any) -> dict[str, list[DocumentRevision]]:
    """The versions before each file of a practice, by its SHA-256, newest first. One query.

    By the content and not by the record: a file that gets a new title in a copy of the practice keeps its past.
    """
    revisions = DocumentRevision.objects.of(practice).select_related("document", "successor", "replaced_by")
    by_successor: dict[str, DocumentRevision] = {}
    for revision in revisions:  # newest first: the youngest one counts when a file came back
        by_successor.setdefault(revision.successor.sha256, revision)
    return {sha256: _chain(by_successor, sha256) for sha256 in by_successor}


def _chain(by_successor: dict[str, DocumentRevision], newest: str) -> list[DocumentRevision]:
    chain: list[DocumentRevision] = []
    at = newest
    while (revision := by_successor.get(at)) and revision not in chain:
        chain.append(revision)
        at = revision.document.sha256
    return chain

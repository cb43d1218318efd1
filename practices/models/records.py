"""The documents of a practice."""

from typing import Any

from django.db import models
from django.db.models import Deferrable
from django.urls import reverse

from familynet.kernel.documents import Document
from practices.models.practice import Practice


class PracticeDocument(models.Model):
    """A document of a practice and its place in the list; title and language are the document's.

    One document may stand in several rows: those of the practice and of its working copy.
    Taken away while the text is still being written: the row goes, the file and the history entry stay.
    Personal data: none of its own.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="practice_documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="practice_rows")
    position = models.PositiveSmallIntegerField()

    # Set by views.documents.own_documents: the versions before this one, newest first.
    earlier: list[Any]

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "position"],
                name="practice_document_own_place",
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["practice", "document"], name="practice_document_once"),
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        """The download; `practice` must be loaded."""
        return reverse("practices:document", kwargs={"slug": self.practice.slug, "uuid": self.document.uuid})

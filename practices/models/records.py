"""What belongs to a practice: its documents and the judgements on it."""

from typing import Any

from django.db import models
from django.db.models import Deferrable, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.kernel.documents import Document
from practices.models.practice import Practice


class PracticeDocument(models.Model):
    """A document of a practice and its place in the list; title and language are the document's.

    Taken away while the text is still being written: the row goes, the file and the history entry stay.
    Personal data: none of its own.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="practice_documents")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
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
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        """The download; `practice` must be loaded."""
        return reverse("practices:document", kwargs={"slug": self.practice.slug, "uuid": self.document.uuid})


class Review(models.Model):
    """The judgement of a validator on one submission; one row per round, never changed.

    Personal data: the validator, shown to officials of the administration only.
    """

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("Pubblicata")
        CHANGES_REQUESTED = "changes_requested", _("Modifiche richieste")
        REJECTED = "rejected", _("Respinta")

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="reviews")
    validator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("esito"), max_length=20, choices=Outcome)
    comment = models.TextField(_("valutazione"), blank=True)
    round = models.PositiveSmallIntegerField(_("giro"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-round"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "round"], name="review_one_per_round"),
            models.CheckConstraint(
                condition=Q(outcome="published") | ~Q(comment=""),
                name="review_refusal_has_reason",
                violation_error_message=_("Scrivi il motivo: chi legge deve capire la decisione."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.get_outcome_display()}"

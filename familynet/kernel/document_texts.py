"""What a document says, for search: read by a job after the upload, kept in passages.

`request_text` goes into the transaction that stores the document; `read_text` is the job. A feature decides
which documents are found: nothing here is public by itself.
"""

import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection, models, transaction
from django.db.models import F, Func
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from familynet.kernel.documents import Document
from familynet.kernel.extraction import Extracted, extract
from familynet.kernel.search import CONFIG

READ_TEXT = "familynet.kernel.tasks.read_text"
REFRESH_WORDS = "familynet.kernel.tasks.refresh_words"
BEHIND_MAIL = -10  # priority of the jobs
FEWEST_LETTERS = 10  # with fewer letters than these a document is a picture of one
OVERDUE = datetime.timedelta(minutes=15)


class SearchWords(Func):
    """search_words(vector): the vector itself, at a price that makes the planner use its index (decision 0011)."""

    function = "SEARCH_WORDS"
    output_field = SearchVectorField()


class DocumentText(models.Model):
    """Whether the text of a document was read, and the words of title and text without their places.

    Personal data: the words of the document, which may hold some; found only through a record that shows it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("In attesa")
        DONE = "done", _("Letto")
        EMPTY = "empty", _("Senza testo")
        UNSUPPORTED = "unsupported", _("Formato senza lettura")
        FAILED = "failed", _("Non riuscito")
        TOO_LARGE = "too_large", _("Troppo grande")

    REASONS: dict[str, str | Promise] = {
        "format": _("questo formato non si legge. Per farlo trovare, caricalo anche in PDF, DOCX o ODT."),
        "empty": _("sembra una scansione, fatta di immagini. Se puoi, carica il documento originale."),
        "encrypted": _("è protetto da una password. Caricalo senza protezione."),
        "damaged": _("il file è danneggiato. Salvalo di nuovo e caricalo."),
        "memory": _("il contenuto è troppo grande. Dividilo in più documenti."),
        "time": _("la lettura dura troppo. Dividi il documento o salvalo in PDF."),
    }

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="extracted")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=12, blank=True)
    is_cut = models.BooleanField(default=False)
    words = SearchVectorField(default="", editable=False)
    requested_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GinIndex(SearchWords(F("words")), name="document_words"),
            models.Index(fields=["state", "requested_at"], name="document_text_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting", read_at=None)
                | (~models.Q(state="waiting") & models.Q(read_at__isnull=False)),
                name="document_text_read_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_state_display()}"

    @property
    def explanation(self) -> str | Promise:
        """Why the text is not found, as the end of a sentence; empty when it is."""
        return self.REASONS.get(self.reason, "")

    @property
    def is_overdue(self) -> bool:
        """Waiting for so long that its job must have been given up."""
        return self.state == self.State.WAITING and timezone.now() - self.requested_at > OVERDUE

    @property
    def can_retry(self) -> bool:
        return self.is_overdue or self.state in (self.State.FAILED, self.State.TOO_LARGE)


class Passage(models.Model):
    """A piece of the text of a document, about a page long, with the page it stands on where there are pages.

    Personal data: as the document that it is part of.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    place = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    vector = models.GeneratedField(
        expression=SearchVector("text", config=CONFIG), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["document", "place"]
        indexes = [GinIndex(SearchWords(F("vector")), name="passage_full_text")]
        constraints = [models.UniqueConstraint(fields=["document", "place"], name="passage_own_place")]

    def __str__(self) -> str:
        return f"{self.document}, {self.place}"


# --- Asking ----------------------------------------------------------------------------------


@transaction.atomic
def request_text(document: Document) -> None:
    """Let a job read the document, for the first time or again; its old text is found until then."""
    fresh = {"state": DocumentText.State.WAITING, "reason": "", "read_at": None, "requested_at": timezone.now()}
    DocumentText.objects.update_or_create(document=document, defaults=fresh)
    task = app.configure_task(READ_TEXT, lock=f"text-{document.pk}", priority=BEHIND_MAIL)
    task.defer(document_id=document.pk)


def request_words(document: Document) -> None:
    """The title changed: let a job put its new words in the place of the old ones.

    Not at once: the job that reads the text holds the same row and waits for what the caller may hold.
    """
    task = app.configure_task(REFRESH_WORDS, lock=f"text-{document.pk}", priority=BEHIND_MAIL)
    task.defer(document_id=document.pk)


# --- Reading ---------------------------------------------------------------------------------


def read_text(document_id: int) -> None:
    """Read one document and keep its passages; nothing happens when nobody asked. Safe to run twice."""
    waiting = DocumentText.objects.filter(document=document_id, state=DocumentText.State.WAITING)
    text = waiting.select_related("document").first()
    if text is None:
        return
    try:
        with text.document.file.open("rb") as file:
            found = extract(file, text.document.media_type)
    except OSError:
        found = Extracted(problem="damaged")
    keep_text(document_id, found)


@transaction.atomic
def keep_text(document_id: int, found: Extracted) -> None:
    """Put passages and words in the place of the old ones, all or nothing."""
    text = DocumentText.objects.select_for_update().get(document=document_id)
    if text.state != DocumentText.State.WAITING:
        return
    Passage.objects.filter(document=document_id).delete()
    has_text = sum(sum(c.isalpha() for c in piece) for _page, piece in found.passages) >= FEWEST_LETTERS
    rows = (
        Passage(document_id=document_id, place=place, page=page, text=piece)
        for place, (page, piece) in enumerate(found.passages if has_text else [])
    )
    Passage.objects.bulk_create(rows, batch_size=500)
    state, reason = outcome(found, has_text=has_text)
    DocumentText.objects.filter(pk=text.pk).update(
        state=state, reason=reason, is_cut=found.is_cut, read_at=timezone.now()
    )
    refresh_words(document_id)


def outcome(found: Extracted, *, has_text: bool) -> tuple[Any, str]:
    """State and reason for what the reading brought."""
    states = {
        "format": DocumentText.State.UNSUPPORTED,
        "memory": DocumentText.State.TOO_LARGE,
        "time": DocumentText.State.TOO_LARGE,
    }
    if found.problem:
        return states.get(found.problem, DocumentText.State.FAILED), found.problem
    return (DocumentText.State.DONE, "") if has_text else (DocumentText.State.EMPTY, "empty")


def refresh_words(document_id: int) -> None:
    """Gather the words of title and passages; what listens to the row (practices) follows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_documenttext SET words = document_words_of(document_id) WHERE document_id = %s",
            [document_id],
        )

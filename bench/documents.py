"""Documents of the practices for the scratch database: three of five pages each, through COPY. Deterministic."""

import datetime
import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from bench.fill import copy, sentence
from familynet.kernel.documents import Document
from familynet.kernel.models import DocumentText, Passage
from practices.models import Practice, PracticeDocument

PER_PRACTICE, PAGES, SENTENCES = 3, 5, 20
INDEXES = ("passage_full_text", "document_words", "practice_searched_text", "practice_heading_text")
READ_AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def documents(count: int, chance: random.Random) -> Iterator[Document]:
    for number in range(count):
        yield Document(
            uuid=uuid.UUID(int=chance.getrandbits(128), version=4),
            file=f"misure/{number}",
            name=f"relazione-{number}.pdf",
            title=f"{sentence(chance, 4)[:80]} {number}",
            media_type="application/pdf",
            size=100_000,
            sha256="0" * 64,
            uploaded_at=timezone.now(),
        )


def passages(keys: list[int], chance: random.Random) -> Iterator[Passage]:
    """One passage is one page of some 240 words."""
    for key in keys:
        for page in range(PAGES):
            text = " ".join(sentence(chance, 12) for _ in range(SENTENCES))
            yield Passage(document_id=key, place=page, page=page + 1, text=text)


def attached(keys: list[int]) -> Iterator[PracticeDocument]:
    practices = Practice.objects.order_by("pk").values_list("pk", flat=True)
    for place, practice in enumerate(practices):
        for position in range(PER_PRACTICE):
            key = keys[place * PER_PRACTICE + position]
            yield PracticeDocument(practice_id=practice, document_id=key, position=position + 1)


def copy_passages(keys: list[int]) -> None:
    """The passages, over two connections: most of the time PostgreSQL takes the words apart."""

    def part(number: int) -> None:
        some = keys[number::2]
        try:
            copy(Passage, passages(some, random.Random(number)), len(some) * PAGES)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(part, range(2)))


def fill_documents(practice_count: int) -> None:
    """All documents of all practices from empty tables; indexes are built at the end, as one would."""
    chance, count = random.Random(13), practice_count * PER_PRACTICE
    with connection.cursor() as cursor:
        # Not TRUNCATE … CASCADE: the history, which nothing empties, points at documents by way of acts.
        cursor.execute("TRUNCATE kernel_passage, kernel_documenttext, practices_practicedocument")
        cursor.execute("DELETE FROM kernel_document")
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)])
        definitions = [row[0] for row in cursor.fetchall()]
        for name in INDEXES:
            cursor.execute(f"DROP INDEX {name}")
    copy(Document, documents(count, chance), count)
    keys = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    texts = (DocumentText(document_id=key, state=DocumentText.State.DONE, read_at=READ_AT) for key in keys)
    copy(DocumentText, texts, count)
    copy_passages(keys)
    copy(PracticeDocument, attached(keys), count)
    with connection.cursor() as cursor:
        print("Gathering words and building indexes ...")
        cursor.execute("UPDATE kernel_documenttext SET words = document_words_of(document_id)")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for definition in definitions:
            cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")

"""Where a text was found: titles, summaries and passages with their hits marked.

Marked texts are lists of parts, never HTML: the template escapes each part.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import connection
from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext

from familynet.kernel.search import CONFIG, fold
from practices.models import Practice, PracticeDocument
from practices.search.match import TextMatch
from practices.search.passages import BEST_OF_DOCUMENT, BEST_PASSAGES, CLOSE, OPEN, Found, best_passages

LIKE = 0.72
PASSAGE_FIELDS = ("problem", "solution", "results", "lessons", "transferability", "resources", "costs", "funding")
HEADING = f"HighlightAll=true, StartSel={OPEN}, StopSel={CLOSE}"
# Whether the own text holds all words; title and summary with their hits marked.
HEADINGS = """
SELECT p.id, p.search_vector @@ asked.words,
       ts_headline(%(config)s, p.title, asked.words, %(options)s),
       ts_headline(%(config)s, p.summary, asked.words, %(options)s)
FROM practices_practice p, (SELECT websearch_to_tsquery(%(config)s, %(text)s) AS words) asked
WHERE p.id = ANY(%(practices)s)
"""


@dataclass(frozen=True)
class Part:
    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class DocumentHit:
    """Where a document of a practice holds the words."""

    title: str
    url: str
    page: int | None
    parts: list[Part]

    @property
    def where(self) -> str:
        """The page, for whoever opens the file; empty when it has none."""
        return gettext("(pagina %(page)s)") % {"page": self.page} if self.page else ""


# --- Marking ---------------------------------------------------------------------------------


def mark(practices: Iterable[Practice], match: TextMatch) -> None:
    """Give each practice `title_parts`, `summary_parts`, `passage_parts` and `document_hit`, with hits marked."""
    page = {practice.pk: practice for practice in practices}
    values: dict[str, Any] = {"config": CONFIG, "text": match.text, "practices": list(page), "options": HEADING}
    with connection.cursor() as cursor:
        cursor.execute(HEADINGS, values)
        rows = cursor.fetchall()
    own = {pk for pk, holds_all, *_texts in rows if holds_all}
    for pk, _holds_all, title, summary in rows:
        practice = page[pk]
        if OPEN not in title + summary and match.similar_ids:
            practice.title_parts = similar_parts(practice.title, match.text)
            practice.summary_parts = similar_parts(practice.summary, match.text)
        else:
            practice.title_parts, practice.summary_parts = parts(title), parts(summary)
    _mark_passages(page, own, match)
    for pk, hit, has_everything in _document_hits(page, match):
        if has_everything or pk not in own:
            page[pk].document_hit = hit


def _mark_passages(page: dict[int, Practice], own: set[int], match: TextMatch) -> None:
    """Where title and summary show no hit, the passage of the practice's own long texts that does."""
    bare = [pk for pk in own if not any(part.is_hit for part in page[pk].title_parts + page[pk].summary_parts)]
    if not bare:
        return
    texts = Practice.objects.filter(pk__in=bare).annotate(
        long_text=Concat(*_spaced(PASSAGE_FIELDS), output_field=TextField())
    )
    rows = texts.values_list(
        "pk", _headline("long_text", match.query, max_words=32, min_words=18, max_fragments=1)
    )
    for pk, passage in rows:
        page[pk].passage_parts = parts(_plain(passage))


def _document_hits(page: dict[int, Practice], match: TextMatch) -> Iterable[tuple[int, DocumentHit, bool]]:
    """For each practice with words in a document: practice, the best passage, whether it holds all words."""
    for found in best_passages(BEST_PASSAGES, list(page), match.text):
        has_everything, uuid, title = found.more
        url = document_url(page[found.key], uuid)
        yield found.key, DocumentHit(title, url, found.page, parts(_plain(found.marked))), has_everything


def mark_documents(
    items: Iterable[PracticeDocument], text: str
) -> list[tuple[PracticeDocument, DocumentHit | None]]:
    """Each document (with `document` and `practice` loaded) and its best passage, if the words are in its text."""
    rows = list(items)
    hits = {found.key: found for found in best_passages(BEST_OF_DOCUMENT, [row.document_id for row in rows], text)}
    return [(row, _hit_of(row, hits.get(row.document_id))) for row in rows]


def _hit_of(row: PracticeDocument, found: Found | None) -> DocumentHit | None:
    if found is None:
        return None
    return DocumentHit(row.document.title, row.get_absolute_url(), found.page, parts(_plain(found.marked)))


def document_url(practice: Practice, uuid: UUID) -> str:
    return reverse("practices:document", kwargs={"slug": practice.slug, "uuid": uuid})


def _headline(name: str, query: SearchQuery, **options: Any) -> SearchHeadline:
    return SearchHeadline(
        Coalesce(name, Value("")), query, config=CONFIG, start_sel=OPEN, stop_sel=CLOSE, **options
    )


def _spaced(fields: Iterable[str]) -> list[Any]:
    return [expression for name in fields for expression in (F(name), Value("\n"))]


def _plain(text: str) -> str:
    """Without the signs of Markdown, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"[*_#`>|]+|^\s*[-+]\s|\n\s*[-+]\s", " ", text)).strip()


def parts(text: str) -> list[Part]:
    """A text with OPEN and CLOSE around its hits, as parts."""
    found = []
    for piece in re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", text):
        is_hit = piece.startswith(OPEN)
        if clean := piece.replace(OPEN, "").replace(CLOSE, ""):
            found.append(Part(clean, is_hit))
    return found


def similar_parts(text: str, wanted: str) -> list[Part]:
    """A text as parts, where the words that look like one of those typed are hits."""
    words = [word for word in fold(wanted).split() if len(word) > 2]
    return [
        Part(piece, bool(index % 2) and any(_alike(fold(piece), word) for word in words))
        for index, piece in enumerate(re.split(r"(\w+)", text))
        if piece
    ]


def _alike(word: str, wanted: str) -> bool:
    return len(word) > 2 and SequenceMatcher(None, word, wanted).ratio() >= LIKE

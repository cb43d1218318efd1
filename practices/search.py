"""Text search over published practices: what a text finds, in which order, and where it was found.

Full text first (Italian stems, accents forgiven). When that finds little, also words that look like
those typed. Marked texts are lists of parts, never HTML: the template escapes each part.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVectorExact
from django.db import connection
from django.db.models import F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from familynet.kernel.search import CONFIG, fold
from practices.models import Practice, Searchable

FEW = 3  # with fewer hits of the full text, similar words are tried too
MOST_SIMILAR = 60
MOST_RANKED = 400  # of more hits than these, the newest are ranked, the older ones follow
LIKE = 0.72
OPEN, CLOSE = "\ue000", "\ue001"  # private use: no text that people read holds them
PASSAGE_FIELDS = ("problem", "solution", "results", "lessons", "transferability", "resources", "costs", "funding")


@dataclass(frozen=True)
class Part:
    text: str
    is_hit: bool = False


class ArrayPosition(Func):
    function = "ARRAY_POSITION"
    output_field = IntegerField()


@dataclass
class TextMatch:
    """What a text finds among the published practices."""

    text: str
    similar_ids: list[int] = field(default_factory=list)

    @cached_property
    def query(self) -> SearchQuery:
        return SearchQuery(self.text, config=CONFIG, search_type="websearch")

    @property
    def full_text(self) -> Q:
        return Q(SearchVectorExact(Searchable(F("search_vector")), self.query))

    @property
    def condition(self) -> Q:
        full_text = self.full_text
        return full_text | Q(pk__in=self.similar_ids) if self.similar_ids else full_text

    def in_order(self, queryset: QuerySet[Practice], total: int) -> "QuerySet[Practice] | NewestRanked":
        """Most relevant first; those found by similar words after all others. `total` is how many there are."""
        rank = SearchRank(F("search_vector"), self.query)
        if total > MOST_RANKED and not self.similar_ids:
            return NewestRanked(queryset, rank)
        ranked = queryset.annotate(rank=rank)
        if self.similar_ids:
            place = ArrayPosition(Value(self.similar_ids), F("pk")).asc(nulls_last=True)
            return ranked.order_by("-rank", place, "-published_at", "-id")
        return ranked.order_by("-rank", "-published_at", "-id")


class NewestRanked:
    """Very many hits, for a paginator: the newest in the order of relevance, then the others by date.

    A rank unpacks the whole text of its row, so only as many rows are ranked as a person may look through.
    """

    def __init__(self, found: QuerySet[Practice], rank: SearchRank) -> None:
        self.found, self.rank = found, rank
        self.by_date = found.order_by("-published_at", "-id")

    def __getitem__(self, part: slice) -> list[Practice]:
        start, stop = part.start or 0, part.stop
        found: list[Practice] = []
        if start < MOST_RANKED:
            newest = list(self.by_date.values_list("pk", flat=True)[:MOST_RANKED])
            ranked = self.found.filter(pk__in=newest).annotate(rank=self.rank)
            rows = ranked.order_by("-rank", "-published_at", "-id")
            found = list(rows[start : min(stop, MOST_RANKED)])
        if stop > MOST_RANKED:
            found += self.by_date[max(start, MOST_RANKED) : stop]
        return found


def find(text: str) -> TextMatch:
    """Look a text up; one query, or two when the full text finds little."""
    match = TextMatch(text)
    hits = Practice.objects.published().filter(match.full_text).order_by()[:FEW].count()
    if hits < FEW and wants_similar(text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM practices_similar(%s, %s)", [text, MOST_SIMILAR])
            match.similar_ids = [pk for (pk,) in cursor.fetchall()]
    return match


def wants_similar(text: str) -> bool:
    """Who asks for a phrase or shuts a word out knows what to look for; short words look like everything."""
    return not re.search(r'"|(^|\s)-\w', text) and any(len(word) >= 3 for word in fold(text).split())


# --- Marking ---------------------------------------------------------------------------------


def mark(practices: Iterable[Practice], match: TextMatch) -> None:
    """Give each practice `title_parts`, `summary_parts` and `passage_parts`, with the hits marked."""
    page = {practice.pk: practice for practice in practices}
    headlines = _headlines(Practice.objects.filter(pk__in=page), match.query, ("title", "summary"))
    for pk, practice in page.items():
        title, summary = headlines.get(pk, (practice.title, practice.summary))
        if OPEN not in title + summary and match.similar_ids:
            practice.title_parts = similar_parts(practice.title, match.text)
            practice.summary_parts = similar_parts(practice.summary, match.text)
        else:
            practice.title_parts, practice.summary_parts = parts(title), parts(summary)
    _mark_passages(page, match)


def _mark_passages(page: dict[int, Practice], match: TextMatch) -> None:
    """Where title and summary show no hit, the passage of the long texts that does."""
    bare = [pk for pk, p in page.items() if not any(part.is_hit for part in p.title_parts + p.summary_parts)]
    if not bare:
        return
    texts = Practice.objects.filter(match.full_text, pk__in=bare).annotate(
        long_text=Concat(*_spaced(PASSAGE_FIELDS), output_field=TextField())
    )
    rows = texts.values_list(
        "pk", _headline("long_text", match.query, max_words=32, min_words=18, max_fragments=1)
    )
    for pk, passage in rows:
        page[pk].passage_parts = parts(_plain(passage))


def _headlines(
    queryset: QuerySet[Practice], query: SearchQuery, fields: tuple[str, ...]
) -> dict[int, tuple[str, ...]]:
    marked = [_headline(name, query, highlight_all=True) for name in fields]
    return {pk: tuple(texts) for pk, *texts in queryset.values_list("pk", *marked)}


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

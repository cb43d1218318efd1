"""What a text finds among the published practices, and in which order.

A practice is found by its own text and by the words of its documents together: a word may stand here, the next
one there, and a word that is shut out stands in neither. Full text first (Italian stems, accents forgiven);
when that finds little, also practices whose title or summary looks like what was typed.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorExact
from django.db import connection
from django.db.models import F, Func, IntegerField, Q, QuerySet, Value

from familynet.kernel.document_texts import Passage, SearchWords
from familynet.kernel.search import CONFIG, fold
from practices.models import HeadingText, Practice, PracticeDocument, SearchedText
from practices.search.query import Term, has_signs, raw, split, together, understood

FEW = 3  # with fewer hits of the full text, similar words are tried too
MOST_SIMILAR = 60
MOST_RANKED = 150  # of more hits than these, so many are ranked, the others follow by date


class ArrayPosition(Func):
    function = "ARRAY_POSITION"
    output_field = IntegerField()


@dataclass
class TextMatch:
    """What a text finds among the published practices."""

    text: str
    similar_ids: list[int] = field(default_factory=list)
    hits: int = 0  # of the full text; counted up to FEW

    @cached_property
    def query(self) -> SearchQuery:
        """For the practice's own text."""
        return SearchQuery(self.text, config=CONFIG, search_type="websearch")

    @cached_property
    def full_text(self) -> Q:
        """The practice and its documents hold what is wanted and nothing that is shut out."""
        if not has_signs(self.text):
            return Q(SearchVectorExact(SearchedText(F("search_vector")), self.query))
        found = Q(pk__in=[])
        for terms in understood(split(self.text)):
            found |= _holds(terms)
        return found

    @property
    def condition(self) -> Q:
        full_text = self.full_text
        return full_text | Q(pk__in=self.similar_ids) if self.similar_ids else full_text

    @property
    def heading(self) -> Q:
        """The words stand in title and summary."""
        return Q(SearchVectorExact(HeadingText(F("title"), F("summary")), self.query))

    def in_order(
        self, queryset: QuerySet[Practice], total: int, *, whatever_text: QuerySet[Practice] | None = None
    ) -> "QuerySet[Practice] | BestFirst":
        """Most relevant first; those found by similar words after all others. `total` is how many there are.

        `whatever_text` is the queryset before the text was looked for, when the caller has it. Plain words that
        stand in title and summary are found by it alone: the long text needs no second look.
        """
        rank = SearchRank(F("search_vector"), self.query)
        if total > MOST_RANKED and not self.similar_ids:
            plain = whatever_text is not None and not has_signs(self.text)
            headed = (whatever_text if plain else queryset).filter(self.heading)  # type: ignore[union-attr]
            return BestFirst(queryset, rank, headed)
        ranked = queryset.annotate(rank=rank)
        if self.similar_ids:
            place = ArrayPosition(Value(self.similar_ids), F("pk")).asc(nulls_last=True)
            return ranked.order_by("-rank", place, "-published_at", "-id")
        return ranked.order_by("-rank", "-published_at", "-id")


def _holds(terms: list[Term]) -> Q:
    """All terms of one alternative: words by the common index, phrases in the own text or in one passage."""
    found = Q(SearchVectorExact(SearchedText(F("search_vector")), together(terms)))
    for term in (term for term in terms if term.is_phrase):
        phrase = raw(term.lexemes)
        passages = Passage.objects.filter(SearchVectorExact(SearchWords(F("vector")), phrase))
        documents = PracticeDocument.objects.filter(document__in=passages.values("document"))
        holds = Q(SearchVectorExact(F("search_vector"), phrase)) | Q(pk__in=documents.values("practice"))
        found &= ~holds if term.is_excluded else holds
    return found


class BestFirst:
    """Very many hits, for a paginator: the best in the order of relevance, then the others by date.

    A rank unpacks the whole text of its row, so only as many rows are ranked as a person may look through:
    the newest with the words in title and summary, filled up with the newest of the others.
    """

    def __init__(self, found: QuerySet[Practice], rank: SearchRank, headed: QuerySet[Practice]) -> None:
        self.rank, self.headed = rank, headed.order_by("-published_at", "-id")
        self.by_date = found.order_by("-published_at", "-id")

    @cached_property
    def best(self) -> list[int]:
        best = list(self.headed.values_list("pk", flat=True)[:MOST_RANKED])
        if len(best) < MOST_RANKED:
            others = self.by_date.exclude(pk__in=best).values_list("pk", flat=True)
            best += others[: MOST_RANKED - len(best)]
        return best

    def __getitem__(self, part: slice) -> list[Practice]:
        start, stop = part.start or 0, part.stop
        found: list[Practice] = []
        if start < MOST_RANKED:
            # By key alone: these are known to be found, and the text index would gather all hits once more.
            ranked = Practice.objects.for_cards().filter(pk__in=self.best).annotate(rank=self.rank)
            rows = ranked.order_by("-rank", "-published_at", "-id")
            found = list(rows[start : min(stop, MOST_RANKED)])
        if stop > MOST_RANKED:
            others = self.by_date.exclude(pk__in=self.best)
            found += others[max(start, MOST_RANKED) - MOST_RANKED : stop - MOST_RANKED]
        return found


def find(text: str) -> TextMatch:
    """Look a text up; one query more when the text has signs, and one more when the full text finds little."""
    match = TextMatch(text)
    match.hits = count_hits(match)
    if match.hits < FEW and wants_similar(text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM practices_similar(%s, %s)", [text, MOST_SIMILAR])
            match.similar_ids = [pk for (pk,) in cursor.fetchall()]
    return match


def count_hits(match: TextMatch) -> int:
    """Hits up to FEW. Common words have as many in titles and summaries, whose small index is looked at first."""
    published = Practice.objects.published().order_by()
    if not has_signs(match.text) and published.filter(match.heading)[:FEW].count() == FEW:
        return FEW
    return published.filter(match.full_text)[:FEW].count()


def wants_similar(text: str) -> bool:
    """Who asks for a phrase or shuts a word out knows what to look for; short words look like everything."""
    return not re.search(r'"|(^|\s)-\w', text) and any(len(word) >= 3 for word in fold(text).split())


def published_documents(text: str) -> QuerySet[PracticeDocument]:
    """Documents of published practices that hold the words themselves, in title or text; the newest first."""
    found = Q(document__in=[])
    for terms in understood(split(text)):
        holds = Q(SearchVectorExact(SearchWords(F("document__extracted__words")), together(terms)))
        for term in (term for term in terms if term.is_phrase):
            passages = Passage.objects.filter(SearchVectorExact(SearchWords(F("vector")), raw(term.lexemes)))
            phrase = Q(document__in=passages.values("document"))
            holds &= ~phrase if term.is_excluded else phrase
        found |= holds
    rows = PracticeDocument.objects.filter(found, practice__in=Practice.objects.published())
    shown = ("document__title", "document__uuid", "practice__title", "practice__slug")
    return rows.select_related("document", "practice").only(*shown).order_by("-practice__published_at", "position")

"""What a person may be looking for, while typing: at most eight names of public records, by kind.

One query for each kind, each for a handful of rows and by an index; nothing is found by what is not public.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import District
from familynet.kernel.search import fold
from familynet.networks.models import Network
from familynet.portal.search.results import contains_all, listing
from familynet.portal.search.sources import known_organisations
from practices.models import ExchangeEvent, PolicyArea, Practice, Taxonomy

LEAST_LETTERS = 3  # the index of the names knows groups of three letters
MOST, OF_A_KIND = 8, 3
LOOKED_THROUGH = 200
LONGEST, MOST_WORDS = 80, 6


@dataclass(frozen=True)
class Suggestion:
    """One record: its name, its kind in words, its page."""

    label: str
    note: str
    url: str


def suggest(text: str) -> list[dict[str, str]]:
    """Suggestions for what was typed so far, kind by kind, ready for JSON."""
    words = fold(text[:LONGEST]).split()[:MOST_WORDS]
    if not any(len(word) >= LEAST_LETTERS for word in words):
        return []
    found = [source(words) for source in SOURCES]
    return [asdict(suggestion) for suggestion in shared_out(found)]


def shared_out(found: Iterable[list[Suggestion]]) -> list[Suggestion]:
    """At most MOST of all kinds: one of each first, then as many as there is room for; kinds stay together."""
    lists = [list(kind) for kind in found]
    room, taken = MOST, [0] * len(lists)
    for _turn in range(OF_A_KIND):
        for place, kind in enumerate(lists):
            if room and taken[place] < len(kind):
                taken[place], room = taken[place] + 1, room - 1
    return [suggestion for place, kind in enumerate(lists) for suggestion in kind[: taken[place]]]


def first(queryset: QuerySet, column: str, words: list[str]) -> list[Any]:
    """A few rows whose name holds every word at the beginning of a word; first those that begin so.

    Of names that very many share, some are compared: who types on sees others.
    """
    near = queryset.filter(contains_all(column, words)).order_by().values("pk")[:LOOKED_THROUGH]
    begins = Case(When(**{f"{column}__startswith": " ".join(words)}, then=Value(0)), default=Value(1))
    return list(queryset.model.objects.filter(pk__in=near).order_by(begins, column, "pk")[:OF_A_KIND])


def areas(words: list[str]) -> list[Suggestion]:
    """The policy areas of today: a handful, looked through here."""
    rows = PolicyArea.objects.filter(taxonomy__in=Taxonomy.objects.in_force())
    return [
        Suggestion(row.name, str(_("Area di intervento")), listing("practices:list", area=row.code))
        for row in rows
        if holds_all(row.name, words)
    ][:OF_A_KIND]


def practices(words: list[str]) -> list[Suggestion]:
    """By the title; it shares an index with the summary, which is asked first."""
    holds = Q()
    for word in words:
        if len(word) >= LEAST_LETTERS:
            holds &= Q(folded_text__contains=word)
    rows = first(Practice.objects.published().filter(holds), "folded_title", words)
    kind = str(_("Buona pratica"))
    return [Suggestion(row.title, kind, row.get_absolute_url()) for row in rows]


def organisations(words: list[str]) -> list[Suggestion]:
    rows = first(known_organisations(), "folded_name", words)
    return [
        Suggestion(row.name, row.get_kind_display(), reverse("portal:organisation", args=[row.slug]))
        for row in rows
    ]


def events(words: list[str]) -> list[Suggestion]:
    """By title or summary, which share an index."""
    rows = first(ExchangeEvent.objects.public(), "folded_text", words)
    return [
        Suggestion(row.title, row.get_kind_display(), reverse("events:detail", args=[row.slug])) for row in rows
    ]


def districts(words: list[str]) -> list[Suggestion]:
    rows = first(District.objects.public(), "folded_name", words)
    kind = str(_("Distretto famiglia"))
    return [Suggestion(row.name, kind, reverse("districts:detail", args=[row.slug])) for row in rows]


def networks(words: list[str]) -> list[Suggestion]:
    """There are a handful of networks: looked through here."""
    return [
        Suggestion(row.name, str(_("Rete")), reverse("networks:detail", args=[row.slug]))
        for row in Network.objects.all()
        if holds_all(row.name, words)
    ][:OF_A_KIND]


def holds_all(name: str, words: list[str]) -> bool:
    """Every word stands at the beginning of a word of the name."""
    parts = fold(name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


SOURCES: tuple[Callable[[list[str]], list[Suggestion]], ...] = (
    practices,
    areas,
    organisations,
    events,
    districts,
    networks,
)

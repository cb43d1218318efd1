"""The exchange of one protocol in one period, counted and ordered. Pure after `gather`: no query."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from familynet.accounts.models import Administration
from familynet.portal.exchange.sources import SOURCES, Item, Source, Window
from familynet.protocols.models import Protocol, ProtocolArea

TOGETHER = "insieme"
MOST_QUARTERS = 20


@dataclass(frozen=True)
class Party:
    """Whose an item is: an administration, or all of them together (`pk` None)."""

    pk: int | None
    slug: str
    name: str


@dataclass(frozen=True)
class Line:
    """One item in words: its date, its kind, whose it is."""

    item: Item
    source: Source
    party: Party


@dataclass(frozen=True)
class AreaPart:
    """One area of work: its lines, the oldest first, and how many of each kind and of each party."""

    area: ProtocolArea
    lines: list[Line]

    @property
    def by_kind(self) -> list[tuple[Source, int]]:
        """Kinds that occur, in the order of the sources."""
        counts = Counter(line.source.kind for line in self.lines)
        return [(source, counts[source.kind]) for source in SOURCES if counts[source.kind]]


@dataclass(frozen=True)
class Exchange:
    """What was exchanged: `parties` are those shown, `areas` all of the protocol, also empty ones."""

    protocol: Protocol
    window: Window
    parties: list[Party]
    areas: list[AreaPart]

    @cached_property
    def lines(self) -> list[Line]:
        """Everything, the newest first."""
        found = [line for part in self.areas for line in part.lines]
        return sorted(found, key=lambda line: (line.item.date, str(line.item.title)), reverse=True)

    @property
    def total(self) -> int:
        return len(self.lines)

    @cached_property
    def table(self) -> list[tuple[str, list[int], int]]:
        """Per area: how many of each party, and the sum."""
        rows = []
        for part in self.areas:
            counts = Counter(line.party.slug for line in part.lines)
            rows.append((part.area.title, [counts[p.slug] for p in self.parties], len(part.lines)))
        return rows

    @property
    def sums(self) -> list[int]:
        """The last row of the table."""
        counts = Counter(line.party.slug for line in self.lines)
        return [counts[party.slug] for party in self.parties]

    @cached_property
    def by_time(self) -> tuple[list[str], dict[str, list[int]]]:
        """The steps of the period, and how many of each party in each of them."""
        steps = steps_between(self.window.start, self.window.end)
        counts = Counter((line.party.slug, step_of(line.item.date, steps)) for line in self.lines)
        values = {p.slug: [counts[p.slug, number] for number in range(len(steps))] for p in self.parties}
        return [label for label, _first in steps], values


def gather(window: Window, *, only: str = "") -> Exchange:
    """Read every source once. `only` is the slug of a party, or TOGETHER; an unknown one finds nothing."""
    parties = parties_of(window.protocol)
    shown = [party for party in parties if party.slug == only] if only else parties
    by_pk = {party.pk: party for party in shown}
    lines = [
        Line(item, source, by_pk[item.administration])
        for source in SOURCES
        for item in source.find(window)
        if item.administration in by_pk
    ]
    areas = [AreaPart(area, _of_area(lines, area)) for area in window.protocol.areas.all()]
    return Exchange(window.protocol, window, shown, areas)


def _of_area(lines: Iterable[Line], area: ProtocolArea) -> list[Line]:
    mine = [line for line in lines if line.item.area == area.code]
    return sorted(mine, key=lambda line: (line.item.date, line.source.kind, line.item.title))


def parties_of(protocol: Protocol) -> list[Party]:
    """The administrations of a protocol by name, and "together"."""
    administrations: list[Administration] = sorted(protocol.parties.all(), key=lambda party: party.name)
    return [
        *(Party(each.pk, each.slug, each.short_name or each.name) for each in administrations),
        Party(None, TOGETHER, _("Insieme")),
    ]


# --- Steps of time ----------------------------------------------------------------------------


def steps_between(start: datetime.date, end: datetime.date) -> list[tuple[str, datetime.date]]:
    """Quarters from start to end, or years when there would be too many: (label, first day)."""
    first, last = (start.year * 4 + (start.month - 1) // 3, end.year * 4 + (end.month - 1) // 3)
    if last - first < MOST_QUARTERS:
        return [(quarter_name(n), datetime.date(n // 4, n % 4 * 3 + 1, 1)) for n in range(first, last + 1)]
    return [(str(year), datetime.date(year, 1, 1)) for year in range(start.year, end.year + 1)]


def quarter_name(number: int) -> str:
    """ "3/2022", the third quarter."""
    return f"{number % 4 + 1}/{number // 4}"


def step_of(day: datetime.date, steps: list[tuple[str, datetime.date]]) -> int:
    """The number of the step that holds a day."""
    return max((number for number, (_label, first) in enumerate(steps) if first <= day), default=0)

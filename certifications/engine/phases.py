"""When the phases of a cycle begin and end: plain dates from durations, nothing else.

The terms are counted from the day on which the cycle began, and anew from the day on which an act granted
something: three years of implementation follow the certificate, whenever it came.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from familynet.kernel.dates import add_months


@dataclass(frozen=True)
class Span:
    """One phase to place: its months (0: ends with the one before; None: no term), whether it grants something."""

    months: int | None
    grants: bool = False


@dataclass(frozen=True)
class Term:
    starts_on: datetime.date
    due_on: datetime.date | None


def expand(templates: Sequence[tuple[Span, int]]) -> list[Span]:
    """Each template as often as it comes."""
    return [span for span, repeats in templates for _round in range(repeats)]


def place_phases(start: datetime.date, spans: Sequence[Span]) -> list[Term]:
    """The terms of phases that follow one another from `start`. Months are counted from the start, so that a
    month with few days shifts no later term."""
    terms, months, begins = [], 0, start
    for span in spans:
        months += span.months or 0
        end = add_months(start, months)
        terms.append(Term(begins, None if span.months is None else end))
        # A phase without time of its own runs beside the one before, inside the same term.
        begins = end if span.months else begins
        if span.grants:
            start, months, begins = end, 0, end
    return terms


def length(spans: Sequence[Span]) -> int:
    """How many months a whole cycle takes."""
    return sum(span.months or 0 for span in spans)


@dataclass(frozen=True)
class Stretch:
    """A phase on a line of months, before any date is known: from the end of month `start` to that of `end`.

    `rounds` are the ends of its repetitions; a phase without months of its own is the point where it stands.
    """

    start: int
    end: int
    rounds: tuple[int, ...]
    has_term: bool


def stretches(templates: Sequence[tuple[Span, int]]) -> list[Stretch]:
    """Where the phases of a cycle stand, one after the other; the months of each count as often as it comes."""
    found, now = [], 0
    for span, repeats in templates:
        months = span.months or 0
        ends = tuple(now + months * number for number in range(1, repeats + 1)) if months else (now,)
        found.append(Stretch(now, ends[-1], ends, span.months is not None))
        now = ends[-1]
    return found

"""The phases of a process as bars on a line of time: geometry here, drawn by certifications/_phase_line.html."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from certifications.models import Phase
from familynet.kernel.charts import place

WIDTH = 640
ROW, BAR, HEAD = 46, 16, 26
LEAST = 6  # a phase of no time of its own is still to be seen


@dataclass(frozen=True)
class TimelineRow:
    """One phase: its words above, its bar, the end of its bar."""

    phase: Phase
    label_y: str
    bar_x: str
    bar_y: str
    bar_width: str


@dataclass(frozen=True)
class Timeline:
    rows: list[TimelineRow]
    width: int
    height: int
    years: list[tuple[str, str, str]]
    today: str | None


def draw(phases: Sequence[Phase], today: datetime.date) -> Timeline | None:
    """Phases that follow one another, from the first day to the last term; None without phases.

    A phase without a term of its own reaches to the day on which it was closed, or to today.
    """
    if not phases:
        return None
    ends = [phase.closed_on or phase.due_on or max(today, phase.starts_on) for phase in phases]
    first, last = min(phase.starts_on for phase in phases), max(ends)
    days = max((last - first).days, 1)

    def at(day: datetime.date) -> float:
        return (day - first).days * WIDTH / days

    rows = []
    for number, (phase, end) in enumerate(zip(phases, ends, strict=True)):
        start = min(at(phase.starts_on), WIDTH - LEAST)
        width = max(at(end) - start, LEAST)
        top = number * ROW
        rows.append(
            TimelineRow(
                phase, place(top + HEAD - 8), place(start), place(top + HEAD), place(min(width, WIDTH - start))
            )
        )
    height = len(phases) * ROW + HEAD
    marks = [datetime.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    years = [(place(at(mark)), str(mark.year), "end" if at(mark) > WIDTH - 60 else "start") for mark in marks]
    return Timeline(rows, WIDTH, height, years, place(at(today)) if first <= today <= last else None)

"""The phases of a cycle on a line of months: geometry here, drawn by certifications/_cycle_bar.html.

Every phase has a drawing of its own, all on the same scale, so that they stand under one another as in a chart and
each keeps its words beside it on a narrow screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from certifications.engine.phases import Stretch
from familynet.kernel.charts import place

WIDTH, HEIGHT = 600, 24
BAR_TOP, BAR = 6, 12
POINT = 10  # how wide a phase without months of its own is drawn
GAP = 2
YEAR = 12


@dataclass(frozen=True)
class Bar:
    x: str
    width: str


@dataclass(frozen=True)
class PhaseBar:
    """`kind` is months (bars), point (it ends with the one before) or open (it has no term)."""

    kind: str
    bars: list[Bar]
    years: list[str]
    width: int = WIDTH
    height: int = HEIGHT
    top: int = BAR_TOP
    thickness: int = BAR


def draw_cycle(phases: Sequence[Stretch]) -> list[PhaseBar]:
    """One drawing for each phase, on the scale of the whole cycle."""
    length = max((phase.end for phase in phases), default=0)
    scale = WIDTH / length if length else 0
    years = [place(month * scale) for month in range(YEAR, length, YEAR)] if length > YEAR else []
    return [_bar(phase, scale, years) for phase in phases]


def _bar(phase: Stretch, scale: float, years: list[str]) -> PhaseBar:
    if phase.start == phase.end:
        x = min(max(phase.end * scale - POINT / 2, 0), WIDTH - POINT)
        return PhaseBar("point" if phase.has_term else "open", [Bar(place(x), place(POINT))], years)
    starts = (phase.start, *phase.rounds[:-1])
    bars = [
        Bar(place(start * scale), place(max((end - start) * scale - GAP, 1)))
        for start, end in zip(starts, phase.rounds, strict=True)
    ]
    return PhaseBar("months", bars, years)

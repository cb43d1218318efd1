"""The clock as a small drawing: a bar from the start to the term, its pauses, today."""

import datetime
from dataclasses import dataclass

from certifications.engine.clock import NEVER, Deadlines, Effect
from familynet.kernel.charts import place

WIDTH, HEIGHT = 720, 44


@dataclass(frozen=True)
class Bar:
    x: str
    width: str
    css: str


@dataclass(frozen=True)
class Timeline:
    """`now` is None when today lies outside."""

    bars: list[Bar]
    start: datetime.date
    end: datetime.date
    due: str | None
    now: str | None
    width: int = WIDTH
    height: int = HEIGHT


def timeline(dates: Deadlines, today: datetime.date) -> Timeline | None:
    """The drawing; None before the start."""
    if dates.start is None:
        return None
    start = dates.start
    known = [start, today, *(day for day in (dates.due, dates.concluded) if day)]
    known += [pause.until for pause in dates.pauses if pause.until != NEVER]
    end = max(known)
    if dates.concluded and dates.due:
        end = max(dates.concluded, dates.due)
    length = max((end - start).days, 1)

    def x(day: datetime.date) -> float:
        return WIDTH * (min(max(day, start), end) - start).days / length

    run_end = dates.concluded or dates.due or today
    bars = [_bar(x(start), x(run_end), "run")]
    if dates.due and run_end > dates.due:
        bars.append(_bar(x(dates.due), x(run_end), "late"))
    elif dates.due and dates.concluded is None and today > dates.due:
        bars.append(_bar(x(dates.due), x(today), "late"))
    for pause in dates.pauses:
        if pause.effect != Effect.NONE:
            bars.append(_bar(x(pause.since), x(min(pause.until, end)), "pause"))
    return Timeline(
        bars=bars,
        start=start,
        end=end,
        due=place(x(dates.due)) if dates.due else None,
        now=place(x(today)) if start <= today <= end and dates.concluded is None else None,
    )


def _bar(since: float, until: float, css: str) -> Bar:
    return Bar(place(since), place(max(until - since, 0)), css)

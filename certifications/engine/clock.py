"""Rules and events → the term of a procedure, with the reason of every day (pure: no database, no today).

The day of an event does not count, the day after does (c.c. art. 2963): a stop on the 1st and a resumption on
the 13th leave 12 days out. Sources: L. 241/1990, art. 2, c. 7 (one suspension, 30 days at most) and art. 10-bis
(the notice before a refusal suspends; the term runs again some days after the observations or, when there are
none, from the end of the days given for them). All lengths and effects are parameters.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from certifications.engine.workdays import ONE_DAY, WorkCalendar

Day = datetime.date
NEVER = Day.max


class Effect(StrEnum):
    """What a request for integrations or a notice does to the term."""

    SUSPEND = "suspend"
    RESTART = "restart"
    NONE = "none"


class EventKind(StrEnum):
    START = "start"
    STOP = "stop"
    RESUME = "resume"
    NOTICE = "notice"
    OBSERVATIONS = "observations"
    CONCLUDE = "conclude"


@dataclass(frozen=True)
class Event:
    kind: str
    on: Day


@dataclass(frozen=True)
class Clock:
    """The rules of one procedure. `max_stop_days` None: no limit; it is the sum of all its stops."""

    term_days: int
    working_days: bool = False
    roll: bool = True
    integration_days: int = 30
    integration_effect: str = Effect.SUSPEND
    max_stops: int = 1
    max_stop_days: int | None = None
    observation_days: int = 10
    notice_effect: str = Effect.SUSPEND
    after_observations_days: int = 10
    warn_days: int = 10
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    def after(self, day: Day, days: int) -> Day:
        """The last day of a term of so many calendar days, given to the applicant."""
        end = day + datetime.timedelta(days=days)
        return self.calendar.roll(end) if self.roll else end


@dataclass(frozen=True)
class Pause:
    """Days that do not count: those after `since` until `until`, this one included (NEVER: no end is known).

    `capped` says that a stop lasted longer than the rules let it count.
    """

    kind: str
    since: Day
    until: Day
    effect: str
    capped: bool = False

    @property
    def days(self) -> int | None:
        """How many calendar days it takes out; None while nobody knows."""
        return None if self.until == NEVER else (self.until - self.since).days


@dataclass(frozen=True)
class Deadlines:
    """What the clock says. `due` None: not started, or stopped without a known end.

    `observations_due` is the last day for observations on the last notice.
    """

    start: Day | None = None
    due: Day | None = None
    warn_from: Day | None = None
    concluded: Day | None = None
    observations_due: Day | None = None
    pauses: tuple[Pause, ...] = ()
    rolled: bool = False

    def stopped_since(self, today: Day) -> Day | None:
        """Since when the term does not run; None when it runs, has not begun or is over."""
        if self.concluded is not None or (self.due is not None and self.due < today):
            return None
        return next((p.since for p in self.pauses if p.effect != Effect.NONE and p.since <= today < p.until), None)

    def days_left(self, today: Day) -> int | None:
        """Calendar days until the term, negative after it; None without one or while it is stopped."""
        if self.due is None or self.concluded is not None or self.stopped_since(today):
            return None
        return (self.due - today).days

    @property
    def in_time(self) -> bool | None:
        """Whether it was concluded within the term; None before the conclusion."""
        if self.concluded is None:
            return None
        return self.due is None or self.concluded <= self.due


def deadlines(clock: Clock, events: Iterable[Event]) -> Deadlines:
    """The dates of a procedure. Events before the start and after the conclusion change nothing."""
    ordered = sorted(events, key=lambda event: event.on)
    start = next((event.on for event in ordered if event.kind == EventKind.START), None)
    if start is None:
        return Deadlines()
    concluded = next((e.on for e in ordered if e.kind == EventKind.CONCLUDE and e.on >= start), None)
    relevant = [e for e in ordered if e.on >= start and (concluded is None or e.on <= concluded)]
    pauses = sorted([*_stops(clock, relevant), *_notices(clock, relevant)], key=lambda p: (p.since, p.until))
    end = _end(clock, start, [pause for pause in pauses if pause.effect != Effect.NONE])
    due = clock.calendar.roll(end) if end is not None and clock.roll else end
    notices = [event.on for event in relevant if event.kind == EventKind.NOTICE]
    return Deadlines(
        start=start,
        due=due,
        warn_from=None if due is None else due - datetime.timedelta(days=clock.warn_days),
        concluded=concluded,
        observations_due=clock.after(notices[-1], clock.observation_days) if notices else None,
        pauses=tuple(pauses),
        rolled=due != end,
    )


def _stops(clock: Clock, events: list[Event]) -> Iterator[Pause]:
    """The stops for integrations: the first ones that the rules allow, and not longer than they allow."""
    since, made, used = None, 0, 0
    for event in [*events, Event(EventKind.RESUME, NEVER)]:
        if event.kind == EventKind.STOP and since is None and made < clock.max_stops:
            since, made = event.on, made + 1
        elif event.kind == EventKind.RESUME and since is not None:
            latest = NEVER
            if clock.max_stop_days is not None:
                latest = since + datetime.timedelta(days=max(0, clock.max_stop_days - used))
            until = min(event.on, latest)
            yield Pause(EventKind.STOP, since, until, clock.integration_effect, capped=event.on > latest)
            used += (until - since).days
            since = None


def _notices(clock: Clock, events: list[Event]) -> Iterator[Pause]:
    """The notices before a refusal; each one ends by observations within its days, or with its days."""
    since = None
    for event in [*events, Event(EventKind.OBSERVATIONS, NEVER)]:
        if event.kind == EventKind.NOTICE and since is None:
            since = event.on
        elif event.kind == EventKind.OBSERVATIONS and since is not None:
            last = clock.after(since, clock.observation_days)
            until = last
            if event.on <= last:
                until = event.on + datetime.timedelta(days=clock.after_observations_days)
            yield Pause(EventKind.NOTICE, since, until, clock.notice_effect)
            since = None


def _end(clock: Clock, start: Day, pauses: list[Pause]) -> Day | None:
    """The day on which the last day of the term is counted; None when a pause without end comes before."""
    left = clock.term_days
    for first, last, restarts in _runs(start, pauses):
        if restarts:
            left = clock.term_days
        length = NEVER.toordinal() if last == NEVER else _count(clock, first, last)
        if length >= left:
            return _nth(clock, first, left)
        left -= length
    return None


def _runs(start: Day, pauses: list[Pause]) -> Iterator[tuple[Day, Day, bool]]:
    """The stretches in which days count: first and last day, and whether the term begins anew with it."""
    marks = sorted({start, *(p.since for p in pauses), *(p.until for p in pauses)})
    restarts = {pause.until for pause in pauses if pause.effect == Effect.RESTART}
    for since, until in pairwise([*marks, NEVER]):
        # Between two marks a pause covers everything or nothing.
        paused = any(pause.since <= since and until <= pause.until for pause in pauses)
        if since == NEVER or (paused and since not in restarts):
            continue
        yield since + ONE_DAY, (since if paused else until), since in restarts


def _count(clock: Clock, first: Day, last: Day) -> int:
    if clock.working_days:
        return clock.calendar.working_days(first, last)
    return max(0, (last - first).days + 1)


def _nth(clock: Clock, first: Day, number: int) -> Day:
    """The day on which `number` days have been counted, from `first` on."""
    if not clock.working_days:
        return first + datetime.timedelta(days=number - 1)
    low, high = number - 1, number * 2 + 60
    while low < high:
        middle = (low + high) // 2
        if clock.calendar.working_days(first, first + datetime.timedelta(days=middle)) >= number:
            high = middle
        else:
            low = middle + 1
    return first + datetime.timedelta(days=low)

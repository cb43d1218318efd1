"""The procedure clock against a day-by-day oracle, and the cases that people ask about."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certifications.engine.clock import Clock, Event, deadlines
from certifications.engine.workdays import WorkCalendar

D = datetime.date
ONE = datetime.timedelta(days=1)
TRENTO = WorkCalendar(patron=(6, 26))  # San Vigilio


def oracle(clock, events):
    """Walk day by day with a list of days on which the term sleeps; None when it never ends."""
    events = sorted(events, key=lambda e: e.on)
    starts = [e.on for e in events if e.kind == "start"]
    if not starts:
        return None
    start = starts[0]
    ends = [e.on for e in events if e.kind == "conclude" and e.on >= start]
    events = [e for e in events if e.on >= start and not (ends and e.on > ends[0])]
    asleep, anew, horizon = set(), set(), start + 900 * ONE
    budget = clock.max_stop_days if clock.max_stop_days is not None else 10**6
    stops, stopped, noticed, last, wake = 0, None, None, None, None

    # Stops.
    day = start
    while day <= horizon:
        today = [e.kind for e in events if e.on == day]
        if stopped is not None and day > stopped and budget > 0 and clock.integration_effect != "none":
            asleep.add(day)
            if clock.integration_effect == "restart" and budget == 1:
                anew.add(day)
        if stopped is not None and day > stopped and budget > 0:
            budget -= 1
        for kind in today:
            if kind == "stop" and stopped is None and stops < clock.max_stops:
                stopped, stops = day, stops + 1
                if budget == 0 and clock.integration_effect == "restart":
                    anew.add(day)
            elif kind == "resume" and stopped is not None:
                if clock.integration_effect == "restart" and (budget > 0 or day == stopped):
                    anew.add(day)
                stopped = None
        day += ONE
    # Notices.
    for event in events:
        if event.kind == "notice" and noticed is None:
            noticed, last = event.on, event.on + clock.observation_days * ONE
            while clock.roll and (last.weekday() == 6 or clock.calendar.is_holiday(last)):
                last += ONE
            wake = last
        elif event.kind == "observations" and noticed is not None:
            if event.on <= last:
                wake = event.on + clock.after_observations_days * ONE
            _sleep(clock, asleep, anew, noticed, wake)
            noticed = None
    if noticed is not None:
        _sleep(clock, asleep, anew, noticed, wake)
    # Count.
    counted, day = 0, start
    while day < horizon:
        if day in anew:
            counted = 0
        day += ONE
        if day in asleep or (clock.working_days and not clock.calendar.is_working(day)):
            continue
        counted += 1
        if counted == clock.term_days:
            while clock.roll and clock.calendar.is_holiday(day):
                day += ONE
            return day
    return None


def _sleep(clock, asleep, anew, since, until):
    if clock.notice_effect == "none":
        return
    day = since
    while day < until:
        day += ONE
        asleep.add(day)
    if clock.notice_effect == "restart":
        anew.add(until)


EFFECTS = st.sampled_from(["suspend", "restart", "none"])
CLOCKS = st.builds(
    Clock,
    term_days=st.integers(1, 120),
    working_days=st.booleans(),
    roll=st.booleans(),
    integration_effect=EFFECTS,
    max_stops=st.integers(0, 3),
    max_stop_days=st.none() | st.integers(0, 40),
    observation_days=st.integers(0, 20),
    notice_effect=EFFECTS,
    after_observations_days=st.integers(0, 20),
    calendar=st.sampled_from([WorkCalendar(), TRENTO]),
)
KINDS = st.sampled_from(["stop", "resume", "notice", "observations", "conclude"])
EVENTS = st.lists(st.builds(Event, KINDS, st.dates(D(2023, 12, 1), D(2024, 7, 1))), max_size=10)


@settings(max_examples=400, deadline=None)
@given(CLOCKS, EVENTS, st.dates(D(2023, 12, 1), D(2024, 3, 1)))
def test_deadlines_any_events_as_the_day_by_day_oracle(clock, events, start):
    events = [*events, Event("start", start)]
    assert deadlines(clock, events).due == oracle(clock, events)


def due(clock, *events):
    return deadlines(clock, [Event(kind, on) for kind, on in events]).due


def test_deadlines_thirty_days_day_of_start_not_counted():
    assert due(Clock(30), ("start", D(2026, 3, 2))) == D(2026, 4, 1)


def test_deadlines_leap_day_counts():
    assert due(Clock(1, roll=False), ("start", D(2024, 2, 28))) == D(2024, 2, 29)
    assert due(Clock(2, roll=False), ("start", D(2023, 2, 27))) == D(2023, 3, 1)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (D(2026, 3, 26), D(2026, 4, 7)),  # Easter Sunday 5 April, Easter Monday 6 April 2026
        (D(2026, 4, 15), D(2026, 4, 27)),  # Saturday 25 April is a holiday, 26 a Sunday
        (D(2026, 12, 15), D(2026, 12, 28)),  # Christmas Friday, Saint Stephen Saturday, Sunday
        (D(2026, 4, 1), D(2026, 4, 11)),  # a Saturday is no holiday
        (D(2026, 6, 16), D(2026, 6, 27)),  # San Vigilio, 26 June
    ],
)
def test_deadlines_end_on_a_holiday_rolls_to_the_next_day_that_is_none(start, expected):
    assert due(Clock(10, calendar=TRENTO), ("start", start)) == expected


def test_deadlines_working_days_leave_weekends_and_holidays_out():
    clock = Clock(5, working_days=True)
    assert due(clock, ("start", D(2026, 4, 2))) == D(2026, 4, 10)  # Friday 3, then Tuesday 7 to Friday 10


def test_deadlines_stop_leaves_its_days_out_and_says_so():
    clock = Clock(30, roll=False, max_stop_days=30)
    found = deadlines(
        clock, [Event("start", D(2026, 3, 2)), Event("stop", D(2026, 3, 10)), Event("resume", D(2026, 3, 22))]
    )
    assert found.due == D(2026, 4, 13)
    assert [(p.since, p.until, p.days) for p in found.pauses] == [(D(2026, 3, 10), D(2026, 3, 22), 12)]
    assert found.stopped_since(D(2026, 3, 15)) == D(2026, 3, 10)
    assert found.stopped_since(D(2026, 3, 22)) is None
    assert found.days_left(D(2026, 4, 10)) == 3


def test_deadlines_stop_over_the_limit_runs_again():
    clock = Clock(30, roll=False, max_stop_days=30)
    found = deadlines(clock, [Event("start", D(2026, 3, 2)), Event("stop", D(2026, 3, 10))])
    assert found.due == D(2026, 5, 1)
    assert found.pauses[0].capped is True


def test_deadlines_open_stop_without_limit_has_no_term():
    found = deadlines(Clock(30), [Event("start", D(2026, 3, 2)), Event("stop", D(2026, 3, 10))])
    assert (found.due, found.days_left(D(2026, 4, 1))) == (None, None)


def test_deadlines_second_stop_when_only_one_is_allowed_changes_nothing():
    one = [("start", D(2026, 3, 2)), ("stop", D(2026, 3, 5)), ("resume", D(2026, 3, 8))]
    two = [*one, ("stop", D(2026, 3, 10)), ("resume", D(2026, 3, 20))]
    assert due(Clock(30), *two) == due(Clock(30), *one)


def test_deadlines_restart_begins_anew():
    clock = Clock(30, roll=False, integration_effect="restart")
    assert due(clock, ("start", D(2026, 3, 2)), ("stop", D(2026, 3, 20)), ("resume", D(2026, 4, 1))) == D(
        2026, 5, 1
    )


def test_deadlines_notice_resumes_ten_days_after_the_observations_or_at_their_end():
    clock = Clock(30, roll=False)
    notice = [("start", D(2026, 3, 2)), ("notice", D(2026, 3, 22))]  # 20 counted, 10 left
    assert due(clock, *notice, ("observations", D(2026, 3, 25))) == D(2026, 4, 14)
    assert due(clock, *notice) == D(2026, 4, 11)
    assert due(clock, *notice, ("observations", D(2026, 4, 20))) == D(2026, 4, 11)


def test_deadlines_concluded_late_and_in_time():
    events = [Event("start", D(2026, 3, 2))]
    assert deadlines(Clock(30), events).in_time is None
    assert deadlines(Clock(30), [*events, Event("conclude", D(2026, 4, 1))]).in_time is True
    assert deadlines(Clock(30), [*events, Event("conclude", D(2026, 4, 2))]).in_time is False


@given(st.dates(D(2019, 1, 1), D(2030, 1, 1)), st.integers(0, 900))
def test_working_days_as_counted_one_by_one(first, length):
    days = [first + n * ONE for n in range(length)]
    assert TRENTO.working_days(first, first + (length - 1) * ONE) == sum(map(TRENTO.is_working, days))

"""When people are reminded: pure functions against a day-by-day reckoning. No database."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certifications.reminder_days import CATCH_UP, moment_day, moment_now, moments, windows
from familynet.kernel.dates import add_months

DAY = datetime.date
MONTHS = (6, 3, 1)
days = st.dates(DAY(2020, 1, 1), DAY(2035, 12, 31))


def test_moments_come_in_order_before_and_after():
    assert moments([1, 6, 3, 3]) == (6, 3, 1, -1, -3, -6)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (DAY(2027, 6, 30), ["2026-12-30", "2027-03-30", "2027-05-30", "2027-07-30", "2027-09-30", "2027-12-30"]),
        (DAY(2024, 2, 29), ["2023-08-29", "2023-11-29", "2024-01-29", "2024-03-29", "2024-05-29", "2024-08-29"]),
        (DAY(2024, 8, 31), ["2024-02-29", "2024-05-31", "2024-07-31", "2024-09-30", "2024-11-30", "2025-02-28"]),
    ],
)
def test_each_moment_has_its_day(due_on, expected):
    assert [moment_day(due_on, m).isoformat() for m in moments(MONTHS)] == expected


@pytest.mark.parametrize(("award", "months"), [(DAY(2024, 1, 31), 24), (DAY(2022, 8, 31), 42)])
def test_who_looks_every_day_sends_each_moment_once_on_its_day(award, months):
    """Walked day by day from the award to a year after the deadline."""
    due_on, sent = add_months(award, months), {}
    day = award
    while day <= due_on + datetime.timedelta(days=365):
        moment = moment_now(due_on, day, MONTHS)
        if moment is not None:
            sent.setdefault(moment, day)
        day += datetime.timedelta(days=1)
    assert sent == {m: moment_day(due_on, m) for m in moments(MONTHS)}


@given(due_on=days, start=days, gap=st.integers(1, 25))
def test_standing_still_for_some_days_loses_no_moment(due_on, start, gap):
    """Whoever looks every `gap` days, from whatever day, sends every moment within its time."""
    first, sent = due_on - datetime.timedelta(days=400 + start.toordinal() % gap), set()
    for step in range(0, 800, gap):
        moment = moment_now(due_on, first + datetime.timedelta(days=step), MONTHS)
        sent |= {moment} if moment is not None else set()
    assert sent == set(moments(MONTHS))


@given(due_on=days, today=days)
def test_what_is_sent_is_new_enough_and_on_its_side_of_the_deadline(due_on, today):
    moment = moment_now(due_on, today, MONTHS)
    if moment is None:
        return
    assert moment_day(due_on, moment) <= today <= moment_day(due_on, moment) + CATCH_UP
    assert (due_on >= today) if moment > 0 else (due_on < today)


@given(due_on=days, today=days)
def test_windows_hold_every_deadline_that_is_to_be_sent(due_on, today):
    if moment_now(due_on, today, MONTHS) is not None:
        assert any(first <= due_on <= last for first, last in windows(today, MONTHS))

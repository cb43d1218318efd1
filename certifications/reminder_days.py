"""When people are reminded of a deadline: so many months before it, and after it. Pure functions of dates."""

import datetime
from collections.abc import Iterable

from familynet.kernel.dates import add_months

# A reminder that a standstill delayed is still sent within these days; an older one gives way to the next.
CATCH_UP = datetime.timedelta(days=31)


def moments(months: Iterable[int]) -> tuple[int, ...]:
    """Months before (positive) and after (negative) a deadline, in the order in which they come."""
    each = sorted(set(months), reverse=True)
    return (*each, *(-m for m in reversed(each)))


def moment_day(due_on: datetime.date, months: int) -> datetime.date:
    """The day of one reminder: `months` before the deadline, after it when negative."""
    return add_months(due_on, -months)


def moment_now(due_on: datetime.date, today: datetime.date, months: Iterable[int]) -> int | None:
    """Which reminder of a deadline is to be sent today if it was not yet; None when none is.

    Only the newest whose day has come: after a standstill nobody gets three at once. One "before" is not sent
    when the deadline has passed, and none that is older than CATCH_UP.
    """
    come = [m for m in moments(months) if moment_day(due_on, m) <= today]
    if not come or moment_day(due_on, come[-1]) < today - CATCH_UP:
        return None
    newest = come[-1]
    return None if newest > 0 and due_on < today else newest


def windows(today: datetime.date, months: Iterable[int]) -> list[tuple[datetime.date, datetime.date]]:
    """The spans of days in which the deadlines lie about which somebody may have to be reminded today.

    A little wider than needed, because months differ in length; `moment_now` decides.
    """
    slack = datetime.timedelta(days=4)
    return [(add_months(today - CATCH_UP, m) - slack, add_months(today, m) + slack) for m in moments(months)]

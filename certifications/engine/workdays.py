"""Which days are holidays in Italy, for terms that end on one or are counted in working days.

Public holidays come from the library `holidays` (L. 260/1949 and its changes, Easter Monday included); the
patron saint's day is a datum of the administration's rules.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache

import holidays

ONE_DAY = datetime.timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[datetime.date]:
    """The public holidays of one year; 29 February is none, so a patron saint's day always exists or never."""
    return frozenset(holidays.country_holidays("IT", years=year))


@dataclass(frozen=True)
class WorkCalendar:
    """The days of one administration; `patron` is (month, day) of its patron saint, None when not given."""

    patron: tuple[int, int] | None = None

    def is_holiday(self, day: datetime.date) -> bool:
        """A Sunday, a public holiday or the patron saint (a Saturday is no holiday: c.c. art. 2963)."""
        return day.weekday() == SUNDAY or day in public_holidays(day.year) or (day.month, day.day) == self.patron

    def is_working(self, day: datetime.date) -> bool:
        """A day on which the office works: Monday to Friday, no holiday."""
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def roll(self, day: datetime.date) -> datetime.date:
        """The day itself, or the first after it that is no holiday."""
        while self.is_holiday(day):
            day += ONE_DAY
        return day

    def working_days(self, first: datetime.date, last: datetime.date) -> int:
        """How many working days there are from `first` to `last`, both included."""
        length = (last - first).days + 1
        if length <= 0:
            return 0
        weeks, rest = divmod(length, 7)
        weekdays = weeks * 5 + sum((first.weekday() + n) % 7 < SATURDAY for n in range(rest))
        return weekdays - sum(
            first <= day <= last and day.weekday() < SATURDAY
            for year in range(first.year, last.year + 1)
            for day in self._holidays(year)
        )

    def _holidays(self, year: int) -> frozenset[datetime.date]:
        if self.patron is None:
            return public_holidays(year)
        return public_holidays(year) | {datetime.date(year, *self.patron)}

"""The minimum content of a plan: how many activities each place needs. Pure; words are the caller's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """A place (macro area or field) with too few activities."""

    place: str
    has: int
    needs: int


def gaps(places: Sequence[str], minimum: int, activities: Iterable[str]) -> list[Gap]:
    """The places with fewer than `minimum` of `activities` (the place of each), in the order of `places`."""
    number = Counter(activities)
    return [Gap(place, number[place], minimum) for place in places if number[place] < minimum]

"""How alike two places are: pure arithmetic, no database. The formula is data and comes in as an argument.

A `Context` describes a place: a comune, some comuni, a whole territory. Each component compares two contexts and
gives 0 (far) to 1 (alike), or None when one of the two is not known. The score is the mean of the known ones by
their weights, times 100: what is not known drops out and the rest counts more. Below a smallest known share there
is no score. Every component is symmetric, so is the score; of a context with itself it is 100.
"""

import bisect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from familynet.territories.facts import Profile

# A mean over several comuni is told when this share of them has the fact.
COVERAGE = 0.9


class Component(StrEnum):
    """What is compared, in the order in which it is told."""

    SIZE = "size"
    MOUNTAIN = "mountain"
    DENSITY = "density"
    PROVINCE = "province"
    YOUNG = "young"
    OLD = "old"
    SCALE = "scale"


class Context(NamedTuple):
    """What is known of a place. A tuple, so that equal contexts are scored once.

    `population` is that of a typical comune of the place (geometric mean), `density` people per km², `mountain`
    the share of mountain comuni, `young` and `old` the share of people in per cent.
    """

    municipalities: int | None = None
    population: float | None = None
    density: float | None = None
    mountain: float | None = None
    young: float | None = None
    old: float | None = None
    provinces: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @classmethod
    def of_row(cls, values: Iterable[Any]) -> "Context":
        """From columns of the database, in the order of the fields."""
        fixed: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
        return cls(*fixed)


@dataclass(frozen=True)
class Formula:
    """Weights; the difference of each component at which nothing alike is left; where each class by size begins.

    `least_known` is the share of the weights, in per cent, that must be known for a score.
    """

    version: str
    weights: Mapping[str, float]
    reaches: Mapping[str, float]
    classes: tuple[int, ...]
    least_known: float = 0

    def class_number(self, population: float) -> int:
        """The place of the class that holds so many people."""
        return max(bisect.bisect_right(self.classes, round(population)) - 1, 0)


class Likeness(NamedTuple):
    """The result: `score` with one decimal (None: too little is known), the components, the share known."""

    score: float | None
    parts: dict[str, float | None]
    known: float


def gather(profiles: Iterable[Profile]) -> Context:
    """The context of a place made of these comuni. Empty without comuni."""
    comuni = list(profiles)
    if not comuni:
        return Context()
    people = [p.population for p in comuni if p.population]
    wide = [(p.population, p.surface) for p in comuni if p.population and p.surface]
    young = [(p.population, p.young) for p in comuni if p.population and p.young is not None]
    old = [(p.population, p.old) for p in comuni if p.population and p.old is not None]
    mountain = [p.mountain for p in comuni if p.mountain is not None]

    def enough(known: list) -> bool:
        return len(known) >= COVERAGE * len(comuni)

    return Context(
        municipalities=len(comuni),
        population=round(math.exp(math.fsum(map(math.log, people)) / len(people)), 1) if enough(people) else None,
        density=_density_of(wide) if enough(wide) else None,
        mountain=round(sum(mountain) / len(mountain), 4) if enough(mountain) else None,
        young=_share(young) if enough(young) else None,
        old=_share(old) if enough(old) else None,
        provinces=tuple(sorted({p.province for p in comuni})),
        regions=tuple(sorted({p.region for p in comuni})),
    )


def _density_of(wide: list[tuple[int, float]]) -> float | None:
    """People per km²; none for fewer than can be told."""
    return round(sum(people for people, _ in wide) / math.fsum(surface for _, surface in wide), 2) or None


def _share(counted: list[tuple[int, float]]) -> float:
    """Of so many people, how many per cent."""
    return round(100 * sum(part for _, part in counted) / sum(whole for whole, _ in counted), 2)


def compare(place: Context, other: Context, formula: Formula) -> Likeness:
    """How alike two places are, whole and in parts."""
    parts: dict[str, float | None] = {name: COMPARE[name](place, other, formula) for name in Component}
    known = total = whole = 0.0
    for name, part in parts.items():
        weight = formula.weights.get(name, 0)
        whole += weight
        if part is not None:
            known += weight
            total += weight * part
    share = known / whole if whole else 0.0
    enough = known > 0 and 100 * share >= formula.least_known
    return Likeness(round(100 * total / known, 1) if enough else None, parts, share)


def _near(difference: float, reach: float) -> float:
    """1 for no difference, falling evenly to 0 at `reach`."""
    return max(0.0, 1 - abs(difference) / reach)


def _size(a: Context, b: Context, formula: Formula) -> float | None:
    if not a.population or not b.population:
        return None
    steps = formula.class_number(a.population) - formula.class_number(b.population)
    return _near(steps, formula.reaches[Component.SIZE])


def _density(a: Context, b: Context, formula: Formula) -> float | None:
    """Every doubling counts the same."""
    if not a.density or not b.density:
        return None
    return _near(math.log2(a.density) - math.log2(b.density), formula.reaches[Component.DENSITY])


def _scale(a: Context, b: Context, formula: Formula) -> float | None:
    """One comune or many: every factor of ten counts the same."""
    if not a.municipalities or not b.municipalities:
        return None
    return _near(math.log10(a.municipalities) - math.log10(b.municipalities), formula.reaches[Component.SCALE])


def _province(a: Context, b: Context, formula: Formula) -> float | None:
    """Half for the provinces in common, half for the regions."""
    if not a.provinces or not b.provinces:
        return None
    return (_common(a.provinces, b.provinces) + _common(a.regions, b.regions)) / 2


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """What both have, of what one of them has."""
    either = set(a) | set(b)
    return len(set(a) & set(b)) / len(either) if either else 1.0


def _difference(name: Component) -> Callable[[Context, Context, Formula], float | None]:
    """Compares a number of the contexts that has the name of the component."""

    def compare_numbers(a: Context, b: Context, formula: Formula) -> float | None:
        first, second = getattr(a, name), getattr(b, name)
        return None if first is None or second is None else _near(first - second, formula.reaches[name])

    return compare_numbers


COMPARE: dict[Component, Callable[[Context, Context, Formula], float | None]] = {
    Component.SIZE: _size,
    Component.MOUNTAIN: _difference(Component.MOUNTAIN),
    Component.DENSITY: _density,
    Component.PROVINCE: _province,
    Component.YOUNG: _difference(Component.YOUNG),
    Component.OLD: _difference(Component.OLD),
    Component.SCALE: _scale,
}

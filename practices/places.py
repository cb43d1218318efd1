"""Practices ranked by how alike their place is to a chosen one; read only.

The database puts them in order with the arithmetic of likeness.py written as one expression over the narrow table
of contexts; likeness.py itself computes what is shown. A test holds the two together.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Cast, Coalesce, Greatest, Ln
from django.db.models.lookups import GreaterThanOrEqual

from familynet.territories.facts import Profile
from practices.likeness import COMPARE, Component, Context, Formula
from practices.models import PolicyArea, Practice, PracticeContext

LN2, LN10 = 0.6931471805599453, 2.302585092994046


@dataclass(frozen=True)
class Place:
    """What practices are compared with: a comune, some comuni, a province. `query` is its part of the address."""

    name: str
    context: Context
    query: dict[str, list[str]]
    comuni: tuple[Profile, ...] = ()


def ranked(place: Context, formula: Formula, areas: Collection[str] = ()) -> QuerySet[PracticeContext]:
    """Contexts of published practices, of the policy areas named (all when none), the likeliest place first.

    Those of which too little is known come last; with the same score the last one written comes first.
    """
    found = PracticeContext.objects.filter(practice__state=Practice.State.PUBLISHED)
    if areas:
        found = found.filter(practice__policy_area__in=PolicyArea.objects.filter(code__in=areas))
    return found.annotate(likeness=score(place, formula)).order_by(
        F("likeness").desc(nulls_last=True), "-practice_id"
    )


def count_areas() -> Counter[str]:
    """Policy area → published practices with a place."""
    published = PracticeContext.objects.filter(practice__state=Practice.State.PUBLISHED)
    rows = published.values_list("practice__policy_area").annotate(n=Count("pk")).order_by()
    codes = dict(PolicyArea.objects.values_list("pk", "code"))
    counts: Counter[str] = Counter()
    for area, number in rows:
        counts[codes.get(area, "")] += number
    return counts


# --- The formula as an expression -------------------------------------------------------------


def number(value: float) -> Any:
    """A number as the columns have it: to PostgreSQL a bare 0.5 is a decimal, converted for every row."""
    return Cast(Value(float(value)), FloatField())


def whole_number(value: Any) -> Any:
    """Rounded as Python rounds; Django's Round would go by way of decimals."""
    return Func(value, function="ROUND", output_field=FloatField())


def score(place: Context, formula: Formula) -> Any:
    """Tenths of a point, rounded, as likeness.compare gives them; NULL below the least known share."""
    whole = sum(formula.weights.values())
    total: Any = number(0)
    known: Any = number(0)
    for name in Component:
        weight = formula.weights[name]
        # What is not known of the place itself drops out for every practice.
        if not weight or COMPARE[name](place, place, formula) is None:
            continue
        part, is_known = PARTS[name](place, formula)
        total += Coalesce(part * number(weight), number(0), output_field=FloatField())
        known += Case(When(is_known, then=number(weight)), default=number(0), output_field=FloatField())
    share = Func(known, number(0), function="NULLIF", output_field=FloatField())
    points = whole_number(number(1000) * total / share)
    enough = GreaterThanOrEqual(known, number(whole * formula.least_known / 100))
    return Case(When(enough, then=points), output_field=FloatField())


Part = Callable[[Context, Formula], tuple[Any, Q]]


def _near(difference: Any, reach: float) -> Any:
    nearness = number(1) - Abs(difference) / number(reach)
    return Greatest(number(0), nearness, output_field=FloatField())


def _size(place: Context, formula: Formula) -> tuple[Any, Q]:
    mine = formula.class_number(place.population or 0) + 1
    theirs = Func(
        whole_number(F("population")),
        Value([float(start) for start in formula.classes]),
        function="WIDTH_BUCKET",
        template="%(function)s(%(expressions)s::float8[])",
        output_field=FloatField(),
    )
    known = Q(population__isnull=False)
    part = _near(theirs - number(mine), formula.reaches[Component.SIZE])
    return Case(When(known, then=part), output_field=FloatField()), known


def _logarithm(name: str, component: Component, base: float) -> Part:
    def part(place: Context, formula: Formula) -> tuple[Any, Q]:
        known = Q(**{f"{name}__isnull": False})
        steps = (Ln(F(name)) - number(math.log(getattr(place, name)))) / number(base)
        nearness = _near(steps, formula.reaches[component])
        return Case(When(known, then=nearness), output_field=FloatField()), known

    return part


def _difference(component: Component) -> Part:
    def part(place: Context, formula: Formula) -> tuple[Any, Q]:
        known = Q(**{f"{component}__isnull": False})
        nearness = _near(F(component) - number(getattr(place, component)), formula.reaches[component])
        return Case(When(known, then=nearness), output_field=FloatField()), known

    return part


def _province(place: Context, formula: Formula) -> tuple[Any, Q]:
    known = ~Q(provinces=[])
    both = (_common("provinces", place.provinces) + _common("regions", place.regions)) / number(2)
    return Case(When(known, then=both), output_field=FloatField()), known


def _common(name: str, mine: tuple[str, ...]) -> Any:
    """What both have, of what one of them has."""
    shared: Any = number(0)
    for code in mine:
        shared += Case(
            When(**{f"{name}__contains": [code]}, then=number(1)), default=number(0), output_field=FloatField()
        )
    size = Func(F(name), function="CARDINALITY", output_field=FloatField())
    return shared / (size + number(len(mine)) - shared)


PARTS: dict[Component, Part] = {
    Component.SIZE: _size,
    Component.MOUNTAIN: _difference(Component.MOUNTAIN),
    Component.DENSITY: _logarithm("density", Component.DENSITY, LN2),
    Component.PROVINCE: _province,
    Component.YOUNG: _difference(Component.YOUNG),
    Component.OLD: _difference(Component.OLD),
    Component.SCALE: _logarithm("municipalities", Component.SCALE, LN10),
}

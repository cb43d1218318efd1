"""Practices ranked by how alike their place is to a chosen one; read only.

Practices of the same place have the same context, so each context is scored once: one grouped query, one pass.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg

from familynet.territories.facts import Profile
from practices.likeness import Context, Formula, Likeness, compare
from practices.models import PolicyArea, Practice, PracticeContext


@dataclass(frozen=True)
class Place:
    """What practices are compared with: a comune, some comuni, a province. `query` is its part of the address."""

    name: str
    context: Context
    query: dict[str, list[str]]
    comuni: tuple[Profile, ...] = ()

    @property
    def is_comune(self) -> bool:
        return len(self.comuni) == 1


@dataclass(frozen=True)
class Ranked:
    """One practice in its place of the ranking."""

    pk: int
    context: Context
    likeness: Likeness


@dataclass
class Ranking:
    """The best first; those that cannot be scored last. `areas`: code → practices, before the area filter."""

    rows: list[Ranked] = field(default_factory=list)
    areas: Counter[str] = field(default_factory=Counter)


def rank(place: Context, formula: Formula, areas: Collection[str] = ()) -> Ranking:
    """All published practices, of the policy areas named (all when none). Two queries.

    With the same score the last one written comes first.
    """
    codes = dict(PolicyArea.objects.values_list("pk", "code"))
    found = Ranking()
    seen: dict[Context, Likeness] = {}
    for *values, area, ids in _grouped():
        code = codes.get(area, "")
        found.areas[code] += len(ids)
        if areas and code not in areas:
            continue
        context = Context.of_row(values)
        likeness = seen.get(context) or seen.setdefault(context, compare(place, context, formula))
        found.rows += [Ranked(pk, context, likeness) for pk in ids]
    found.rows.sort(key=_order)
    return found


def _grouped() -> Any:
    published = PracticeContext.objects.filter(practice__state=Practice.State.PUBLISHED).order_by()
    columns = (*Context._fields, "practice__policy_area_id")
    return published.values_list(*columns).annotate(ids=ArrayAgg("practice_id"))


def _order(row: Ranked) -> tuple[float, int]:
    score = row.likeness.score
    return (1.0 if score is None else -score), -row.pk

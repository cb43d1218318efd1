"""The level that follows from the grades, why, and what the next one would ask. Pure: no database, no clock.

Source of the rule: EPIC (docs/decisions/0013). Which grades a level asks is data (models.EvidenceLevel).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.models.evidence import Dimension, Grade

OTHERS = tuple(dimension for dimension in Dimension.values if dimension != Dimension.EFFECTIVENESS)
SIGNS = dict(Grade.choices)


@dataclass(frozen=True)
class Rule:
    """What a level asks: `effectiveness` at least, and `other_grade` at least in `others` of the others."""

    code: str
    name: str
    effectiveness: int
    other_grade: int = 0
    others: int = 0

    def reached_by(self, grades: Mapping[str, int]) -> bool:
        return not self.missing(grades)

    def missing(self, grades: Mapping[str, int]) -> list[str]:
        """What is still asked, as sentences; empty when the level is reached."""
        found = []
        if grades[Dimension.EFFECTIVENESS] < self.effectiveness:
            found.append(_("almeno %(grade)s in efficacia") % {"grade": SIGNS[self.effectiveness]})
        there = [dimension for dimension in OTHERS if grades[dimension] >= self.other_grade]
        if len(there) < self.others:
            wanted = [_label(dimension) for dimension in OTHERS if dimension not in there]
            number = self.others - len(there)
            words = {"grade": SIGNS[self.other_grade], "where": _(" e in ").join(wanted)}
            if number < len(wanted):
                words["where"] = _(" o in ").join(wanted)
            found.append(_("almeno %(grade)s in %(where)s") % words)
        return found


@dataclass(frozen=True)
class Verdict:
    """The level reached (None when none is), why, and the next level with what it asks."""

    level: Rule | None
    reasons: list[str]
    next_level: Rule | None
    missing: list[str]

    @property
    def code(self) -> str:
        return self.level.code if self.level else ""


def rules_of(levels: Iterable[Any]) -> list[Rule]:
    """The rows of a version of the criteria (models.EvidenceLevel), lowest first."""
    ordered = sorted(levels, key=lambda level: level.order)
    return [Rule(row.code, row.name, row.effectiveness, row.other_grade, row.others) for row in ordered]


def judge(grades: Mapping[str, int], rules: list[Rule]) -> Verdict:
    """The highest level all of whose demands are met; `rules` from the lowest to the highest."""
    reached = [place for place, rule in enumerate(rules) if rule.reached_by(grades)]
    place = reached[-1] if reached else -1
    following = rules[place + 1] if place + 1 < len(rules) else None
    return Verdict(
        rules[place] if reached else None,
        _reasons(grades, rules[place] if reached else None),
        following,
        following.missing(grades) if following else [],
    )


def _reasons(grades: Mapping[str, int], level: Rule | None) -> list[str]:
    """Which grades carried the level."""
    if level is None:
        return [_("Ogni livello chiede una prova di efficacia: qui non c'è ancora.")]
    first = _("%(grade)s in efficacia: ne serve almeno %(least)s.") % {
        "grade": SIGNS[grades[Dimension.EFFECTIVENESS]],
        "least": SIGNS[level.effectiveness],
    }
    if not level.others:
        return [first]
    there = [d for d in OTHERS if grades[d] >= level.other_grade]
    words = {
        "where": ", ".join(f"{_label(d)} {SIGNS[grades[d]]}" for d in there),
        "least": SIGNS[level.other_grade],
        "count": level.others,
    }
    second = ngettext(
        "%(where)s: serve almeno %(least)s in %(count)s delle altre due dimensioni.",
        "%(where)s: serve almeno %(least)s in %(count)s altre dimensioni.",
        level.others,
    )
    return [first, second % words]


def _label(dimension: str) -> str:
    return str(Dimension(dimension).label).lower()

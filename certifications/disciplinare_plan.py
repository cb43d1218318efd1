"""The company plan and the yearly data of a disciplinare as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certifications.disciplinare_phases import sizes_words
from certifications.models import Indicator, PlanArea, PlanRule, SchemeVersion
from familynet.organisations.models import Organisation


@dataclass(frozen=True)
class SizeRow:
    """The least content of a plan for one class of size; no sentences: any plan is enough."""

    size: str
    asks: list[str]


@dataclass(frozen=True)
class RuleRow:
    rule: PlanRule
    sizes: str
    words: str


@dataclass(frozen=True)
class IndicatorRow:
    """One figure in words. `how` is empty for a plain number."""

    indicator: Indicator
    title: str
    unit: str
    how: str
    help: str


@dataclass(frozen=True)
class PlanRows:
    areas: list[PlanArea]
    sizes: list[SizeRow]
    rules: list[RuleRow]
    field_count: int


def plan_of(version: SchemeVersion) -> PlanRows:
    """No query when the version was loaded `with_phases`."""
    areas, rules = list(version.planareas.all()), list(version.plan_rules.all())
    return PlanRows(
        areas=areas,
        sizes=_sizes(rules) if areas or rules else [],
        rules=[RuleRow(rule, sizes_words(rule.sizes), minimum_words(rule.per, rule.minimum)) for rule in rules],
        field_count=sum(len(area.fields.all()) for area in areas),
    )


def _sizes(rules: Iterable[PlanRule]) -> list[SizeRow]:
    return [
        SizeRow(str(label), [minimum_words(rule.per, rule.minimum) for rule in rules if size in rule.sizes])
        for size, label in Organisation.Size.choices
    ]


def minimum_words(per: str, minimum: int) -> str:
    """How many activities a plan needs in each area or field."""
    if per == PlanRule.Per.AREA:
        return _("almeno %(n)d attività in ogni macro area") % {"n": minimum}
    return _("almeno %(n)d attività in ogni campo") % {"n": minimum}


def indicators_of(version: SchemeVersion) -> list[IndicatorRow]:
    """No query when the version was loaded `with_phases`."""
    rows = list(version.indicators.all())
    titles = {row.code: row.title for row in rows}
    return [IndicatorRow(row, row.title, row.unit, _how(row, titles), row.help) for row in rows]


def _how(row: Indicator, titles: dict[str, str]) -> str:
    base = row.base.code if row.base else ""
    return how_words(row.formula, base, row.parts, titles)


def how_words(formula: str, base: str, parts: Iterable[str], titles: dict[str, Any]) -> str:
    """How a figure comes about; empty for one that is typed and read as it is."""
    if formula == Indicator.Formula.PERCENTAGE:
        return _("parte di «%(base)s»") % {"base": titles.get(base, base)}
    if formula == Indicator.Formula.INDEX:
        return _("media di: %(parts)s") % {"parts": ", ".join(titles.get(part, part) for part in parts)}
    return ""

"""The multi-year part of a disciplinare in canonical form: levels, cycles with phases, plan, indicators, fees."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from certifications.models import Cycle, FeeRule, Indicator, SchemeVersion
from certifications.schemefiles.fields import one_line_end, plain

INDICATOR = ("code", "title", "formula", "unit", "by_sex", "help", "parts", "required", "in_charts", "is_example")
PHASE = ("code", "title", "kind", "guidance", "months", "repeats", "on_schedule", "closes_with")


def with_phases(versions: Any) -> Any:
    """The rest of the multi-year parts for versions `with_parts`, in a fixed number of queries."""
    return versions.prefetch_related(*_parts())


def load_phases(version: SchemeVersion) -> SchemeVersion:
    """The same for one version that is there already."""
    prefetch_related_objects([version], *_parts())
    return version


def _parts() -> list[Any]:
    return [
        "levels",
        "planareas__fields",
        "plan_rules",
        Prefetch("indicators", Indicator.objects.select_related("base")),
        Prefetch("fee_rules", FeeRule.objects.select_related("cycle")),
    ]


def canonical_phases(version: SchemeVersion) -> dict[str, Any] | None:
    """What the way of a multi-year version consists of; None for a version that has nothing of it."""
    content = _content(version)
    return content if any(content.values()) else None


def _content(version: SchemeVersion) -> dict[str, Any]:
    return {
        "levels": [_words(level, "code", "title", "makes_certificate") for level in version.levels.all()],
        "cycles": [_cycle(cycle) for cycle in version.cycles.all()],
        "areas": [
            {
                **_words(area, "code", "title"),
                "fields": [_words(field, "code", "title") for field in area.fields.all()],
            }
            for area in version.planareas.all()
        ],
        "plan_rules": [_words(rule, "sizes", "per", "minimum") for rule in version.plan_rules.all()],
        "indicators": [
            {**_words(each, *INDICATOR), "base": each.base.code if each.base else ""}
            for each in version.indicators.all()
        ],
        "fees": [_fee(rule) for rule in version.fee_rules.all()],
    }


def _cycle(cycle: Cycle) -> dict[str, Any]:
    return {
        **_words(cycle, "code", "title", "follows", "grace_months"),
        "needs_level": cycle.needs_level.code if cycle.needs_level else "",
        "phases": [
            {
                **_words(phase, *PHASE),
                "guidance": one_line_end(phase.guidance),
                "grants": phase.grants.code if phase.grants else "",
            }
            for phase in cycle.phases.all()
        ],
    }


def _fee(rule: FeeRule) -> dict[str, Any]:
    return {
        "cycle": rule.cycle.code if rule.cycle else "",
        "sizes": list(rule.sizes),
        "amount": plain(rule.amount),
        "is_example": rule.is_example,
    }


def _words(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}

"""The way of a multi-year scheme as people read it: cycles and phases with their durations, fees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.models import Cycle, PhaseTemplate, SchemeVersion
from familynet.organisations.models import Organisation


@dataclass(frozen=True)
class PhaseRow:
    """One phase in words; empty texts for what does not matter."""

    title: str
    guidance: str
    lasts: str
    closes: str
    grants: str


@dataclass(frozen=True)
class CycleRows:
    title: str
    follows: str
    phases: list[PhaseRow]


def cycles_of(version: SchemeVersion) -> list[CycleRows]:
    """No query when the version was loaded `with_parts`."""
    cycles = list(version.cycles.all())
    titles = {cycle.code: cycle.title for cycle in cycles}
    return [
        CycleRows(cycle.title, _follows(cycle, titles), [_row(phase) for phase in cycle.phases.all()])
        for cycle in cycles
    ]


def _follows(cycle: Cycle, titles: Mapping[str, str]) -> str:
    if cycle.is_first:
        return ""
    after = _("Comincia dopo: %(cycles)s") % {
        "cycles": ", ".join(titles.get(code, code) for code in cycle.follows)
    }
    if cycle.needs_level:
        after += ". " + _("Serve il livello «%(level)s»") % {"level": cycle.needs_level.title}
    return after


def _row(phase: PhaseTemplate) -> PhaseRow:
    return PhaseRow(
        title=phase.title,
        guidance=phase.guidance,
        lasts=lasting_words(phase.months, phase.repeats),
        closes=", ".join(phase.closing_labels),
        grants=phase.grants.title if phase.grants else "",
    )


def lasting_words(months: int | None, repeats: int) -> str:
    """How long a phase lasts, and how often it comes."""
    if months is None:
        words = _("senza un termine")
    elif months == 0:
        words = _("entro la fine della fase precedente")
    else:
        words = ngettext("%(n)d mese", "%(n)d mesi", months) % {"n": months}
    if repeats == 1:
        return words
    return _("%(words)s, per %(times)d volte") % {"words": words, "times": repeats}


def fees_of(version: SchemeVersion) -> list[tuple[str, str]]:
    """What a cycle costs: sizes of organisation and amount. One query; none without cycles."""
    if not version.cycles.all():
        return []
    sizes: dict[str, Any] = dict(Organisation.Size.choices)
    rows = []
    for rule in version.fee_rules.select_related("cycle"):
        who = ", ".join(str(sizes[size]) for size in rule.sizes)
        amount = f"€ {number_format(rule.amount, 2, use_l10n=True)}"
        if rule.is_example:
            amount = _("%(amount)s (valore di esempio)") % {"amount": amount}
        rows.append((f"{rule.cycle.title}: {who}" if rule.cycle else who, amount))
    return rows


def phase_lines(phases: Mapping[str, Any] | None) -> str:
    """Cycles and phases of a canonical form, one a line, to be compared with those of another version."""
    if not phases:
        return ""
    closings = dict(PhaseTemplate.Closing.choices)
    return "\n".join(
        f"{cycle['title']} – {phase['title']}: {lasting_words(phase['months'], phase['repeats'])}; "
        + ", ".join(str(closings[each]) for each in phase["closes_with"])
        for cycle in phases["cycles"]
        for phase in cycle["phases"]
    )

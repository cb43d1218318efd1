"""The way of a multi-year scheme as people read it: cycles and phases with their durations, fees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.cycle_line import PhaseBar, draw_cycle
from certifications.engine.phases import Span, Stretch, stretches
from certifications.models import Cycle, FeeRule, PhaseTemplate, SchemeVersion
from familynet.organisations.models import Organisation

YEAR = 12


@dataclass(frozen=True)
class PhaseRow:
    """One phase in words and as a bar; empty texts for what does not matter."""

    phase: PhaseTemplate
    title: str
    guidance: str
    lasts: str
    when: str
    closes: str
    grants: str
    bar: PhaseBar


@dataclass(frozen=True)
class CycleRows:
    cycle: Cycle
    title: str
    follows: str
    lasts: str
    phases: list[PhaseRow]


@dataclass(frozen=True)
class FeeRow:
    rule: FeeRule
    who: str
    amount: str


def cycles_of(version: SchemeVersion) -> list[CycleRows]:
    """No query when the version was loaded `with_parts`."""
    cycles = list(version.cycles.all())
    titles = {cycle.code: cycle.title for cycle in cycles}
    return [_cycle(cycle, titles) for cycle in cycles]


def _cycle(cycle: Cycle, titles: Mapping[str, str]) -> CycleRows:
    phases = list(cycle.phases.all())
    places = stretches([(Span(phase.months), phase.repeats) for phase in phases])
    bars = draw_cycle(places)
    rows = [_row(phase, where, bar) for phase, where, bar in zip(phases, places, bars, strict=True)]
    length = places[-1].end if places else 0
    return CycleRows(cycle, cycle.title, _follows(cycle, titles), span_words(length) if length else "", rows)


def _follows(cycle: Cycle, titles: Mapping[str, str]) -> str:
    if cycle.is_first:
        return ""
    after = _("Comincia dopo: %(cycles)s") % {
        "cycles": ", ".join(titles.get(code, code) for code in cycle.follows)
    }
    if cycle.needs_level:
        after += ". " + _("Serve il livello «%(level)s»") % {"level": cycle.needs_level.title}
    return after


def _row(phase: PhaseTemplate, where: Stretch, bar: PhaseBar) -> PhaseRow:
    return PhaseRow(
        phase=phase,
        title=phase.title,
        guidance=phase.guidance,
        lasts=lasting_words(phase.months, phase.repeats),
        when=when_words(where),
        closes=", ".join(phase.closing_labels),
        grants=phase.grants.title if phase.grants else "",
        bar=bar,
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


def when_words(where: Stretch) -> str:
    """The months of the cycle in which a phase falls; empty for one that has no months of its own."""
    if where.start == where.end:
        return ""
    if where.end == where.start + 1:
        return _("mese %(n)d") % {"n": where.end}
    return _("mesi %(first)d–%(last)d") % {"first": where.start + 1, "last": where.end}


def span_words(months: int) -> str:
    """A number of months, and how many years they make: 42 mesi (3 anni e 6 mesi)."""
    words: str = ngettext("%(n)d mese", "%(n)d mesi", months) % {"n": months}
    years, rest = divmod(months, YEAR)
    if not years:
        return words
    whole = ngettext("%(n)d anno", "%(n)d anni", years) % {"n": years}
    if rest:
        more = ngettext("%(n)d mese", "%(n)d mesi", rest) % {"n": rest}
        whole = _("%(years)s e %(months)s") % {"years": whole, "months": more}
    return f"{words} ({whole})"


def fees_of(version: SchemeVersion) -> list[FeeRow]:
    """What a cycle costs: sizes of organisation and amount. No query when loaded `with_phases`."""
    rows = []
    for rule in version.fee_rules.all():
        who = sizes_words(rule.sizes)
        amount = fee_words(rule.amount, rule.is_example)
        rows.append(FeeRow(rule, f"{rule.cycle.title}: {who}" if rule.cycle else who, amount))
    return rows


def fee_words(amount: Any, is_example: bool) -> str:
    words = f"€ {number_format(amount, 2, use_l10n=True)}"
    return _("%(amount)s (valore di esempio)") % {"amount": words} if is_example else words


def sizes_words(sizes: list[str]) -> str:
    labels: dict[str, Any] = dict(Organisation.Size.choices)
    return ", ".join(str(labels[size]) for size in sizes)

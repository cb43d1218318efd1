"""A disciplinare as people read it: points, evidence, conditions and terms in words, for pages and PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.disciplinare_phases import CycleRows, FeeRow, cycles_of, fees_of
from certifications.disciplinare_plan import IndicatorRow, PlanRows, indicators_of, plan_of
from certifications.models import PassBand, Requirement, RequirementSection, SchemeVersion
from certifications.wording.conditions import describe


@dataclass(frozen=True)
class Row:
    """One requirement in words; empty texts for what does not matter."""

    requirement: Requirement
    points: str
    evidence: str
    applies: str
    due: str


@dataclass(frozen=True)
class Area:
    section: RequirementSection
    rows: list[Row]


@dataclass(frozen=True)
class BandRow:
    band: PassBand
    words: str
    minimum: str


@dataclass(frozen=True)
class Outline:
    """All that a page shows of a version. No query when it was loaded `with_parts` and, for a multi-year one,
    `with_phases`."""

    version: SchemeVersion
    areas: list[Area]
    bands: list[BandRow]
    services: list[str]
    facts: list[tuple[str, str]]
    mandatory: int
    total: int
    most_points: str
    cycles: list[CycleRows]
    cycle_fees: list[FeeRow]
    plan: PlanRows | None
    indicators: list[IndicatorRow]


def outline(version: SchemeVersion) -> Outline:
    services = {service.code: service.label for service in version.services.all()}
    by_section: dict[int, list[Row]] = {}
    requirements = list(version.requirements.all())
    is_long = bool(version.cycles.all())
    for requirement in requirements:
        by_section.setdefault(requirement.section_id, []).append(row_of(requirement, services))
    return Outline(
        version=version,
        areas=[Area(section, by_section.get(section.pk, [])) for section in version.sections.all()],
        bands=[
            BandRow(
                band,
                describe(band.condition, services) if band.condition else _("tutti gli altri"),
                number(band.minimum),
            )
            for band in version.bands.all()
        ],
        services=list(services.values()),
        facts=facts_of(version),
        mandatory=sum(requirement.mandatory for requirement in requirements),
        total=len(requirements),
        most_points=number(sum((r.points_max for r in requirements), Decimal(0))),
        cycles=cycles_of(version),
        cycle_fees=fees_of(version) if is_long else [],
        plan=plan_of(version) if is_long else None,
        indicators=indicators_of(version) if is_long else [],
    )


def row_of(requirement: Requirement, services: Mapping[str, str]) -> Row:
    return Row(
        requirement,
        points=points_words(requirement.points_min, requirement.points_max),
        evidence=evidence_words(requirement.evidence, requirement.evidence_text),
        applies=describe(requirement.applies_if, services) if requirement.applies_if else "",
        due=due_words(requirement.due_months),
    )


def number(value: Decimal | str) -> str:
    """Points for people: 12 or 2,5."""
    value = Decimal(value)
    digits = 0 if value == int(value) else 1 if value * 10 == int(value * 10) else 2
    return str(number_format(value, decimal_pos=digits, use_l10n=True))


def points_words(low: Decimal | str, high: Decimal | str) -> str:
    low, high = Decimal(low), Decimal(high)
    if not high:
        return ""
    if low == high:
        return ngettext("%(n)s punto", "%(n)s punti", 1 if high == 1 else 2) % {"n": number(high)}
    return _("da %(low)s a %(high)s punti") % {"low": number(low), "high": number(high)}


def evidence_words(evidence: str, text: str) -> str:
    if evidence == "none":
        return ""
    kind = _("Documento obbligatorio") if evidence == "required" else _("Documento facoltativo")
    return f"{kind}: {text}" if text else kind


def due_words(months: int) -> str:
    if not months:
        return ""
    return ngettext("entro %(n)d mese dall'assegnazione", "entro %(n)d mesi dall'assegnazione", months) % {
        "n": months
    }


def facts_of(version: SchemeVersion) -> list[tuple[str, str]]:
    """What holds for the whole: validity, fee, how applications are assessed."""
    facts = [(_("In vigore dal"), _day(version.valid_from)), (_("In vigore fino al"), _day(version.valid_to))]
    months = version.validity_months
    lasting = ngettext("%(n)d mese", "%(n)d mesi", months or 0) % {"n": months or 0} if months else ""
    facts.append((_("Durata della certificazione"), lasting or _("Senza scadenza")))
    if months:
        opens = ngettext(
            "%(n)d mese prima della scadenza", "%(n)d mesi prima della scadenza", version.renewal_months
        )
        facts.append((_("Il rinnovo si apre"), opens % {"n": version.renewal_months}))
    facts.append((_("Quota"), version.fee_words))
    facts.append((_("Chi valuta"), _assessors(version)))
    return [(label, value) for label, value in facts if value]


def _assessors(version: SchemeVersion) -> str:
    needed = version.assessors_needed
    words = ngettext("%(n)d persona", "%(n)d persone", needed) % {"n": needed}
    if version.blind_percent:
        words += ". " + _("Il %(n)d%% delle domande ha due valutazioni indipendenti") % {
            "n": version.blind_percent
        }
    return words


def _day(day: Any) -> str:
    return date_format(day, "d/m/Y") if day else ""

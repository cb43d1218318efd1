"""What changed between two disciplinari of one category, requirement by requirement. Pure, on canonical forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certifications.differences import Change, Difference, Facts, changes, differences
from certifications.disciplinare import due_words, evidence_words, number, points_words
from certifications.phase_differences import Group, compare_phases
from certifications.wording.conditions import describe


@dataclass(frozen=True)
class Comparison:
    requirements: list[Difference]
    bands: list[Difference]
    general: list[Change]
    phases: list[Group]
    unchanged: int

    @property
    def has_changes(self) -> bool:
        return bool(self.requirements or self.bands or self.general or self.phases)

    def count(self, kind: str) -> int:
        return sum(difference.kind == kind for difference in self.requirements)

    @property
    def counts(self) -> dict[str, int]:
        return {kind: self.count(kind) for kind in ("added", "removed", "changed")}


def compare_versions(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """The older one first; both as `schemefiles.canonical_version`."""
    old, new = _facts_by_code(before), _facts_by_code(after)
    requirements = differences(old, new)
    return Comparison(
        requirements=requirements,
        bands=differences(_bands(before), _bands(after)),
        general=changes(_general(before), _general(after)),
        phases=compare_phases(before.get("phases"), after.get("phases")),
        unchanged=len(old.keys() & new.keys()) - sum(d.kind == "changed" for d in requirements),
    )


def _services(version: Mapping[str, Any]) -> dict[str, str]:
    return {service["code"]: service["label"] for service in version["services"]}


def _facts_by_code(version: Mapping[str, Any]) -> Facts:
    services = _services(version)
    return {
        r["code"]: (r["text"], _requirement(r, section["title"], services))
        for section in version["sections"]
        for r in section["requirements"]
    }


def _requirement(r: Mapping[str, Any], section: str, services: Mapping[str, str]) -> dict[str, str]:
    return {
        _("Testo"): r["text"],
        _("Area"): section,
        _("Obbligatorio"): _("sì") if r["mandatory"] else _("no"),
        _("Punti"): points_words(r["points_min"], r["points_max"]),
        _("Prova"): evidence_words(r["evidence"], r["evidence_text"]),
        _("Quando vale"): describe(r["applies_if"], services) if r["applies_if"] else "",
        _("Termine"): due_words(r["due_months"]),
        _("Come si risponde"): r["guidance"],
    }


def _bands(version: Mapping[str, Any]) -> Facts:
    services = _services(version)
    return {
        band["label"]: (
            band["label"],
            {
                _("Per chi vale"): describe(band["condition"], services)
                if band["condition"]
                else _("tutti gli altri"),
                _("Punteggio minimo"): number(band["minimum"]),
            },
        )
        for band in version["bands"]
    }


def _general(version: Mapping[str, Any]) -> dict[str, str]:
    def shown(value: Any) -> str:
        return "" if value is None else str(value)

    return {
        _("Durata in mesi"): shown(version["validity_months"]),
        _("Mesi per il rinnovo"): shown(version["renewal_months"]),
        _("Quota in euro"): shown(version["fee"]),
        _("Quanti valutano una domanda"): shown(version["assessors_needed"]),
        _("Domande con due valutazioni indipendenti (%)"): shown(version["blind_percent"]),
        _("Dichiarazioni"): "\n".join(version["declarations"]),
        _("Premessa"): version["introduction"],
    }

"""What changed between two disciplinari in the multi-year part: cycles, phases, plan, indicators, fees.

Pure, on the canonical form of `schemefiles.phases`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certifications.differences import Difference, Facts, differences
from certifications.disciplinare_phases import fee_words, lasting_words
from certifications.disciplinare_plan import how_words, minimum_words
from certifications.models import Indicator, PhaseTemplate
from familynet.organisations.models import Organisation

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """What differs in one part, under its title."""

    title: str
    differences: list[Difference]


def compare_phases(before: Content | None, after: Content | None) -> list[Group]:
    """The groups in which something differs; a version without phases has none of anything."""
    parts: tuple[tuple[str, Callable[[Content], Facts]], ...] = (
        (_("Cicli"), _cycles),
        (_("Fasi"), _phases),
        (_("Livelli"), _levels),
        (_("Macro aree e campi del piano"), _areas),
        (_("Contenuto minimo del piano"), _minimum),
        (_("Indicatori"), _indicators),
        (_("Quote"), _fees),
    )
    groups = [
        Group(title, differences(facts(before) if before else {}, facts(after) if after else {}))
        for title, facts in parts
    ]
    return [group for group in groups if group.differences]


def _yes(value: bool) -> str:
    return _("sì") if value else _("no")


def _titles(rows: Iterable[Content]) -> dict[str, str]:
    return {row["code"]: row["title"] for row in rows}


def _cycles(content: Content) -> Facts:
    cycles, levels = _titles(content["cycles"]), _titles(content["levels"])
    return {
        cycle["code"]: (
            cycle["title"],
            {
                _("Titolo"): cycle["title"],
                _("Comincia dopo"): ", ".join(cycles.get(code, code) for code in cycle["follows"]),
                _("Livello richiesto"): levels.get(cycle["needs_level"], ""),
                _("Mesi di tolleranza"): str(cycle["grace_months"]),
                _("Fasi, in ordine"): "\n".join(phase["title"] for phase in cycle["phases"]),
            },
        )
        for cycle in content["cycles"]
    }


def _phases(content: Content) -> Facts:
    levels = _titles(content["levels"])
    return {
        phase["code"]: (phase["title"], _phase(phase, cycle["title"], levels))
        for cycle in content["cycles"]
        for phase in cycle["phases"]
    }


def _phase(phase: Content, cycle: str, levels: Mapping[str, str]) -> dict[str, str]:
    closings = PhaseTemplate.Closing
    return {
        _("Titolo"): phase["title"],
        _("Ciclo"): cycle,
        _("Tipo"): str(PhaseTemplate.Kind(phase["kind"]).label),
        _("Durata"): lasting_words(phase["months"], phase["repeats"]),
        _("Comincia alla data prevista"): _yes(phase["on_schedule"]),
        _("Si chiude con"): ", ".join(str(closings(each).label) for each in phase["closes_with"]),
        _("Riconosce"): levels.get(phase["grants"], ""),
        _("Che cosa si fa"): phase["guidance"],
    }


def _levels(content: Content) -> Facts:
    return {
        level["code"]: (
            level["title"],
            {_("Titolo"): level["title"], _("Iscrive nel registro"): _yes(level["makes_certificate"])},
        )
        for level in content["levels"]
    }


def _areas(content: Content) -> Facts:
    return {
        area["code"]: (
            area["title"],
            {_("Titolo"): area["title"], _("Campi"): "\n".join(field["title"] for field in area["fields"])},
        )
        for area in content["areas"]
    }


def _minimum(content: Content) -> Facts:
    return {
        str(label): (
            str(label),
            {
                _("Il piano ha"): "\n".join(
                    minimum_words(rule["per"], rule["minimum"])
                    for rule in content["plan_rules"]
                    if size in rule["sizes"]
                )
            },
        )
        for size, label in Organisation.Size.choices
        if any(size in rule["sizes"] for rule in content["plan_rules"])
    }


def _indicators(content: Content) -> Facts:
    titles = _titles(content["indicators"])
    return {
        row["code"]: (
            row["title"],
            {
                _("Titolo"): row["title"],
                _("Che cosa si conta"): row["help"],
                _("Tipo"): str(Indicator.Formula(row["formula"]).label),
                _("Come si calcola"): how_words(row["formula"], row["base"], row["parts"], titles),
                _("Unità"): row["unit"],
                _("Donne e uomini"): _yes(row["by_sex"]),
                _("Obbligatorio"): _yes(row["required"]),
                _("Nei grafici"): _yes(row["in_charts"]),
            },
        )
        for row in content["indicators"]
    }


def _fees(content: Content) -> Facts:
    cycles = {**_titles(content["cycles"]), "": _("Ogni ciclo")}
    labels: dict[str, Any] = dict(Organisation.Size.choices)
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for fee in content["fees"]:
        for size in fee["sizes"]:
            name = f"{cycles.get(fee['cycle'], fee['cycle'])}: {labels[size]}"
            found.setdefault(name, (name, {_("Quota"): fee_words(fee["amount"], fee["is_example"])}))
    return found

"""The way of a multi-year scheme in a copy for others.

Always in it: phases, dates, outcomes, amounts. Ticked by the office: plans, yearly data, reports, opinions,
documents. Reports and opinions of a phase that is not closed are not offered: nothing of an assessment goes
out before the decision. Counts of fewer than FEWEST people could tell who they are, and stay inside.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from certifications.dossier.tables import Part, part
from certifications.dossier.way_reading import Way
from certifications.dossier.way_whole import ACTIVITY_HEADER, activity_rows, phases_part, process_facts
from certifications.models import CompanyPlan, DataCollection, Indicator, Phase

FEWEST = 3
HIDDEN = "meno di 3"
DATA_HEADER = ("Codice", "Indicatore", "Totale", "Unità")
# An activity without the counts of its women and men.
_PLAN_HEADER = tuple(name for name in ACTIVITY_HEADER if name not in ("Donne", "Uomini"))


def safe_parts(way: Way) -> Iterator[Part]:
    """What is safe by its kind."""
    yield part("Il percorso", ("Voce", "Contenuto"), process_facts(way, named=False))
    yield phases_part(way)
    fees = ((f.cycle_number, f.amount, f.issued_on, f.paid_on) for f in way.fees)
    yield part("Quote", ("Ciclo", "Euro", "Emesso il", "Pagato il"), fees)
    plans = ((p.title, p.get_state_display(), p.sent_at, len(p.activities.all())) for p in way.plans)
    yield part("Piani inviati", ("Piano", "Stato", "Inviato il", "Attività"), plans)
    years = ((c.year, c.sent_at) for c in way.collections)
    yield part("Rilevazioni dei dati", ("Anno", "Inviata il"), years)
    reports = (
        (r.phase.title, r.get_outcome_display(), r.visit_on, r.sent_at, len(r.recommendations.all()))
        for r in way.reports
        if is_settled(r.phase)
    )
    header = ("Fase", "Giudizio", "Visita", "Inviata il", "Raccomandazioni")
    yield part("Relazioni di valutazione", header, reports)
    opinions = (
        (o.phase.title, o.session_on, o.get_outcome_display()) for o in way.opinions if is_settled(o.phase)
    )
    yield part("Pareri del Consiglio", ("Fase", "Seduta", "Parere"), opinions)


def is_settled(phase: Phase) -> bool:
    """What was found in the phase has had its effect."""
    return phase.state == Phase.State.CLOSED


def plan_part(plan: CompanyPlan) -> Part:
    places = [ACTIVITY_HEADER.index(name) for name in _PLAN_HEADER]
    rows = ([row[place] for place in places] for row in activity_rows(plan))
    return part(f"{plan.title}: attività", _PLAN_HEADER, rows)


def data_part(way: Way, collection: DataCollection) -> Part:
    """The figures of a year, without women and men apart."""
    return part(f"Dati dell'anno {collection.year}", DATA_HEADER, data_rows(way, collection))


def data_rows(way: Way, collection: DataCollection) -> Iterator[tuple[Any, ...]]:
    few = too_few(way.indicators, {v.indicator_id: v.total for v in collection.values.all()})
    for indicator in way.indicators:
        total = way.figures[collection.pk][indicator.code].total
        yield indicator.code, indicator.title, HIDDEN if indicator.code in few else total, indicator.unit


def too_few(indicators: Collection[Indicator], typed: dict[int, Decimal | None]) -> set[str]:
    """Codes of what would tell a count from 1 to FEWEST - 1: itself, its share, a mean that holds it."""
    found = {
        i.code
        for i in indicators
        if (total := typed.get(i.pk)) is not None and 0 < total < FEWEST and _counts_people(i)
    }
    means = {i.code for i in indicators if found.intersection(i.parts)}
    return found | means


def _counts_people(indicator: Indicator) -> bool:
    """Women and men are counted, or a share of a count; 4.3 days are no people."""
    return indicator.by_sex or indicator.formula == Indicator.Formula.PERCENTAGE

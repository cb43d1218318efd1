"""The way of a multi-year scheme in the whole package: data, tables to read, the papers handed in."""

from collections.abc import Iterable, Iterator
from typing import Any

from certifications.dossier.rows import document_facts, entry_facts, fields_of
from certifications.dossier.tables import Part, part
from certifications.dossier.way_reading import Way
from certifications.models import CompanyPlan
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.kernel.spreadsheets import csv_lines

SERIES_HEADER = ("Anno", "Codice", "Indicatore", "Unità", "Totale", "Donne", "Uomini", "Nota")
ACTIVITY_HEADER = (
    *("Campo", "Attività", "Responsabile", "Stato", "Tempi", "Descrizione", "Risultati attesi", "Indicatori"),
    *("Donne", "Uomini", "Aggiornamento"),
)


def way_data(way: Way) -> dict[str, Any]:
    """All of it with the names of the model."""
    return {
        **fields_of(way.process),
        "phases": [fields_of(phase, "process") for phase in way.phases],
        "appointments": [fields_of(row, "process") for row in way.appointments],
        "documents": [
            {**fields_of(row), "document": document_facts(row.document), "phase": row.phase.title}
            for row in way.documents
        ],
        "plans": [
            {
                **fields_of(plan, "process"),
                "title": plan.title,
                "activities": [
                    {**fields_of(row, "plan"), "area": row.field.area.title} for row in plan.activities.all()
                ],
            }
            for plan in way.plans
        ],
        "collections": [
            {
                **fields_of(collection, "process"),
                "typed": [
                    {**fields_of(value, "collection"), "indicator": value.indicator.code}
                    for value in collection.values.all()
                ],
            }
            for collection in way.collections
        ],
        "series": [
            dict(zip(("year", "code", "title", "unit", "total", "women", "men", "note"), row, strict=True))
            for row in series_rows(way)
        ],
        "reports": [
            {
                **fields_of(report),
                "recommendations": [
                    {
                        **fields_of(row, "report", "followed_in"),
                        "followed_in": row.followed_in.phase.title if row.followed_in else None,
                    }
                    for row in report.recommendations.all()
                ],
            }
            for report in way.reports
        ],
        "council_opinions": [fields_of(opinion) for opinion in way.opinions],
        "fees": [fields_of(fee, "process") for fee in way.fees],
        "history": [entry_facts(entry) for entry in way.history],
    }


def way_tables(way: Way) -> dict[str, bytes]:
    """The tables that a spreadsheet opens: the yearly data, the activities of every plan."""
    activities = ((plan.title, *row) for plan in way.plans for row in activity_rows(plan))
    return {
        "dati-annuali.csv": csv_file(SERIES_HEADER, series_rows(way)),
        "piano-attivita.csv": csv_file(("Piano", *ACTIVITY_HEADER), activities),
    }


def csv_file(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> bytes:
    return "".join(csv_lines(header, rows)).encode()


def way_documents(way: Way) -> Iterator[tuple[str, Document]]:
    """(folder, document) of what was handed in, phase by phase."""
    for row in way.documents:
        yield f"percorso/fase-{row.phase.place:02d}", row.document


def way_acts(way: Way) -> list[Act | None]:
    return [way.process.level_act, *(p.act for p in way.phases), *(e.act for e in way.history)]


def way_parts(way: Way) -> Iterator[Part]:
    """What people read: the same tables in the index and on paper."""
    yield part("Il percorso", ("Voce", "Contenuto"), process_facts(way, named=True))
    yield phases_part(way)
    people = (
        (row.get_task_display(), row.assessor, row.get_state_display(), row.declared_at, row.conflict_text)
        for row in way.appointments
    )
    yield part("Incarichi", ("Compito", "Chi", "Stato", "Dichiarazione", "Conflitto"), people)
    fees = ((f.cycle_number, f.amount, f.reference, f.issued_on, f.paid_on) for f in way.fees)
    yield part("Quote", ("Ciclo", "Euro", "Avviso", "Emesso il", "Pagato il"), fees)
    for plan in way.plans:
        yield part(f"{plan.title}: attività", ACTIVITY_HEADER, activity_rows(plan))
    yield part("Dati degli anni", SERIES_HEADER, series_rows(way))
    reports = (
        (r.phase.title, r.appointment.assessor, r.visit_on, r.get_outcome_display(), r.sent_at, r.text)
        for r in way.reports
    )
    yield part("Relazioni di valutazione", ("Fase", "Chi", "Visita", "Giudizio", "Inviata", "Relazione"), reports)
    yield part("Raccomandazioni", ("Fase", "Raccomandazione", "Com'è andata", "Nota"), _recommendations(way))
    opinions = ((o.phase.title, o.session_on, o.get_outcome_display(), o.text) for o in way.opinions)
    yield part("Pareri del Consiglio", ("Fase", "Seduta", "Parere", "Motivazione"), opinions)
    documents = ((d.phase.title, d.document.title, d.added_by, d.added_at) for d in way.documents)
    yield part("Documenti del percorso", ("Fase", "Documento", "Chi", "Quando"), documents)
    entries = ((e.created_at, e.label, e.actor or "Il sistema", e.comment, e.hash) for e in way.history)
    yield part("Storia del percorso", ("Quando", "Che cosa", "Chi", "Commento", "Impronta"), entries)


def process_facts(way: Way, *, named: bool) -> Iterator[tuple[str, Any]]:
    """State, cycle and level; with the people of the process when `named`."""
    process = way.process
    yield "Marchio", process.scheme.name
    yield "Stato", process.get_state_display()
    yield "Ciclo", f"{process.cycle.title} ({process.cycle_number})"
    yield "Dimensione", process.get_size_display()
    yield "Avviato il", process.started_on
    if process.level:
        yield "Livello", f"{process.level.title}, {process.level_act or '–'}"
    if process.ended_on:
        yield "Chiuso il", process.ended_on
    if named:
        yield "Referente interno", process.contact
        yield "Responsabile", process.officer
        if process.end_reason:
            yield "Perché è chiuso", process.end_reason


def phases_part(way: Way) -> Part:
    """Acts by kind, number and date only."""
    rows = (
        (p.cycle_number, p.title, p.get_state_display(), p.starts_on, p.due_on, p.closed_on, p.act)
        for p in way.phases
    )
    return part("Fasi", ("Ciclo", "Fase", "Stato", "Comincia", "Termine", "Conclusa", "Atto"), rows)


def activity_rows(plan: CompanyPlan) -> Iterator[tuple[Any, ...]]:
    for row in plan.activities.all():
        yield (
            f"{row.field.area.title} – {row.field.title}",
            row.title,
            row.responsible,
            row.get_state_display(),
            row.times,
            row.description,
            row.expected,
            row.indicators,
            row.women,
            row.men,
            row.update,
        )


def series_rows(way: Way) -> Iterator[tuple[Any, ...]]:
    for collection, indicator, figure in way.series():
        note = "esempio" if indicator.is_example else ""
        names = (collection.year, indicator.code, indicator.title, indicator.unit)
        yield (*names, figure.total, figure.women, figure.men, note)


def _recommendations(way: Way) -> Iterator[tuple[Any, ...]]:
    for report in way.reports:
        for row in report.recommendations.all():
            said = row.get_follow_up_display() if row.follow_up else None
            yield report.phase.title, row.text, said, row.follow_up_note

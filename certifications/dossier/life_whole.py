"""The life of the certificate in the whole package: data, tables to read and to compute with, documents."""

from collections.abc import Iterator
from typing import Any

from certifications.dossier.life_reading import Life
from certifications.dossier.rows import document_facts, entry_facts, fields_of
from certifications.dossier.tables import Part, part
from certifications.dossier.way_whole import csv_file
from certifications.models import Condition, OverdueNotice, Realignment
from certifications.workflow import CERTIFICATE_WORKFLOW
from familynet.kernel.acts import Act
from familynet.kernel.bagit import safe_name
from familynet.kernel.documents import Document

CONDITION_HEADER = (
    *("Codice", "Requisito", "Entro il", "Stato", "Inviato il", "Come è stato soddisfatto", "Documenti"),
    *("Controllato il", "Da chi", "Risposta dell'ufficio", "Soddisfatto il", "Atto"),
)
CHANGE_HEADER = ("Da", "A", "Con effetto dal", "Atto", "Motivo")
PLANNED_HEADER = ("Cambio", "Con effetto dal", "Stato", "Atto", "Motivo", "Perché annullato")
REALIGNMENT_HEADER = (
    *("Disciplinare", "Chiesto il", "Entro il", "Requisiti", "Stato", "Dichiarato il", "Da chi"),
    *("Confermato il", "Atto"),
)
RENEWAL_HEADER = ("Rinnovata il", "Dal", "Al", "Pratica del rinnovo", "Atto")
NOTICE_HEADER = ("Avviso del", "Entro il", "Requisiti", "Stato", "Proposta del", "Chiuso il", "Motivo")
TRANSFER_HEADER = ("Con effetto dal", "Da", "A", "Atto", "Motivo")
RENUNCIATION_HEADER = ("Chiesta il", "Da chi", "Perché", "Esito", "Chiusa il")


def life_data(life: Life) -> dict[str, Any]:
    """All of it with the names of the model; what the holder writes and has not sent stays out."""
    return {
        **fields_of(life.certificate, "search_text", "sort_name"),
        "number": life.certificate.number,
        "conditions": [_condition(row) for row in life.conditions],
        "status_changes": [fields_of(row, "certificate") for row in life.changes],
        "planned_changes": [fields_of(row, "certificate") for row in life.planned],
        "realignments": [_realignment(row) for row in life.realignments],
        "renewals": [
            {**fields_of(row, "certificate"), "file": row.application.public_id} for row in life.renewals
        ],
        "overdue_notices": [
            {**fields_of(row, "certificate"), "requirements": list(_codes(row))} for row in life.notices
        ],
        "transfers": [fields_of(row, "certificate") for row in life.transfers],
        "renunciations": [fields_of(row, "certificate") for row in life.renunciations],
        "history": [entry_facts(entry) for entry in life.history],
    }


def _condition(row: Condition) -> dict[str, Any]:
    evidence = [
        {
            **document_facts(given.document),
            "added_by": str(given.added_by),
            "added_at": given.added_at,
            "removed_at": given.removed_at,
        }
        for given in sent_evidence(row)
    ]
    return {
        **fields_of(row, "certificate", "note"),
        "requirement": row.requirement.code,
        "requirement_text": row.requirement.text,
        "evidence": evidence,
    }


def sent_evidence(row: Condition) -> Any:
    """As `read_life` has it."""
    return row.sent_evidence  # type: ignore[attr-defined]


def _realignment(row: Realignment) -> dict[str, Any]:
    return {
        **fields_of(row, "certificate", "plan"),
        "asked": row.plan.reason,
        "answers": [fields_of(answer, "realignment") for answer in row.answers.all()],
    }


def _codes(notice: OverdueNotice) -> Iterator[str]:
    return (condition.requirement.code for condition in notice.conditions.all())


def life_tables(life: Life) -> dict[str, bytes]:
    """What a spreadsheet opens, one table for each kind of row; those without rows are left out."""
    tables = {
        "requisiti-dopo": (CONDITION_HEADER, condition_rows(life)),
        "cambi-di-stato": (CHANGE_HEADER, change_rows(life)),
        "adeguamenti": (REALIGNMENT_HEADER, realignment_rows(life)),
        "rinnovi": (RENEWAL_HEADER, renewal_rows(life)),
        "avvisi": (NOTICE_HEADER, notice_rows(life)),
        "trasferimenti": (TRANSFER_HEADER, transfer_rows(life)),
    }
    found = {name: (header, list(rows)) for name, (header, rows) in tables.items()}
    return {f"vita/{name}.csv": csv_file(header, rows) for name, (header, rows) in found.items() if rows}


def life_documents(life: Life) -> Iterator[tuple[str, Document]]:
    """(folder, document), each once: a planned change and the change that it became have the same one."""
    seen: set[int] = set()
    for folder, document in _documents(life):
        if document is not None and document.pk not in seen:
            seen.add(document.pk)
            yield f"certificazione/{folder}", document


def _documents(life: Life) -> Iterator[tuple[str, Document | None]]:
    for condition in life.conditions:
        for row in sent_evidence(condition):
            yield f"requisiti/{safe_name(condition.requirement.code)}", row.document
    for realignment in life.realignments:
        for answer in realignment.answers.all():
            yield f"adeguamenti/{safe_name(answer.code)}", answer.document
    for change in life.changes:
        yield "cambi-di-stato", change.document
    for planned in life.planned:
        yield "cambi-di-stato", planned.document
    for request in life.renunciations:
        yield "rinunce", request.document


def life_acts(life: Life) -> list[Act | None]:
    rows = (life.changes, life.planned, life.conditions, life.realignments, life.renewals, life.transfers)
    return [life.certificate.act, *(row.act for group in rows for row in group), *(e.act for e in life.history)]


def life_parts(life: Life) -> Iterator[Part]:
    """What people read in the index."""
    yield part("La certificazione", ("Voce", "Contenuto"), certificate_facts(life))
    yield part("Requisiti dopo l'assegnazione", CONDITION_HEADER, condition_rows(life))
    yield part("Cambi di stato", CHANGE_HEADER, change_rows(life))
    planned = (
        (
            CERTIFICATE_WORKFLOW.get(p.name).label,
            p.effective_on,
            p.get_state_display(),
            p.act,
            p.reason,
            p.closing_reason,
        )
        for p in life.planned
    )
    yield part("Cambi previsti", PLANNED_HEADER, planned)
    yield part("Adeguamenti", REALIGNMENT_HEADER, realignment_rows(life))
    answers = (
        (r.to_version, a.code, a.met, a.note, a.document.title if a.document else None)
        for r in life.realignments
        for a in r.answers.all()
    )
    header = ("Disciplinare", "Codice", "Soddisfatto", "Come", "Documento")
    yield part("Dichiarazioni per gli adeguamenti", header, answers)
    yield part("Rinnovi", RENEWAL_HEADER, renewal_rows(life))
    yield part("Avvisi di ritardo", NOTICE_HEADER, notice_rows(life))
    yield part("Trasferimenti", TRANSFER_HEADER, transfer_rows(life))
    asked = (
        (r.asked_at, r.asked_by, r.reason, r.get_outcome_display() if r.outcome else None, r.closed_at)
        for r in life.renunciations
    )
    yield part("Rinunce chieste", RENUNCIATION_HEADER, asked)
    entries = ((e.created_at, e.label, e.actor or "Il sistema", e.comment, e.hash) for e in life.history)
    yield part("Storia della certificazione", ("Quando", "Che cosa", "Chi", "Commento", "Impronta"), entries)


def certificate_facts(life: Life) -> Iterator[tuple[str, Any]]:
    """How it stands; acts by kind, number and date only."""
    certificate = life.certificate
    yield "Marchio", certificate.title
    yield "Numero nel registro", certificate.number
    yield "Stato", certificate.get_state_display()
    yield "Assegnata il", certificate.award_date
    yield "Atto", certificate.act
    yield "Scadenza", certificate.valid_to
    yield "Cessata il", certificate.ended_on


def condition_rows(life: Life) -> Iterator[tuple[Any, ...]]:
    for row in life.conditions:
        yield (
            *(row.requirement.code, row.requirement.text, row.due_on, row.get_state_display(), row.submitted_at),
            *(
                row.sent_note,
                len(sent_evidence(row)),
                row.checked_at,
                row.checked_by,
                row.reason,
                row.met_on,
                row.act,
            ),
        )


def change_rows(life: Life) -> Iterator[tuple[Any, ...]]:
    for row in life.changes:
        before = row.get_from_state_display() if row.from_state else None
        yield before, row.get_to_state_display(), row.effective_on, row.act, row.reason


def realignment_rows(life: Life) -> Iterator[tuple[Any, ...]]:
    for row in life.realignments:
        yield (
            *(row.to_version, row.asked_at, row.due_on, "; ".join(row.codes), row.get_state_display()),
            *(row.answered_at, row.answered_by, row.confirmed_at, row.act),
        )


def renewal_rows(life: Life) -> Iterator[tuple[Any, ...]]:
    """Each with the code of its own file, where the papers of the renewal are."""
    for row in life.renewals:
        yield row.renewed_on, row.valid_from, row.valid_to, row.application.public_id, row.act


def notice_rows(life: Life) -> Iterator[tuple[Any, ...]]:
    for row in life.notices:
        codes = "; ".join(_codes(row))
        yield (
            *(row.sent_on, row.answer_by, codes, row.get_state_display(), row.proposed_on, row.closed_on),
            row.closing_reason,
        )


def transfer_rows(life: Life) -> Iterator[tuple[Any, ...]]:
    for row in life.transfers:
        yield row.effective_on, row.from_name, row.to_organisation.name, row.act, row.reason

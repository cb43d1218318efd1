"""The life of the certificate in a copy for others.

Always in it: codes, states, days, acts by number. Ticked by the office: notes and documents that were sent,
answers and reasons. Renunciations stay inside: they are letters of a person. A sole trader is not named.
"""

from collections.abc import Iterator
from typing import Any

from certifications.dossier.life_reading import Life
from certifications.dossier.life_whole import (
    RENEWAL_HEADER,
    certificate_facts,
    renewal_rows,
    sent_evidence,
)
from certifications.dossier.tables import Part, part
from familynet.organisations.models import Organisation

PERSONAL_CODE_LENGTH = 16
SOLE_TRADER = "Impresa individuale"
CONDITION_HEADER = (
    *("Codice", "Requisito", "Entro il", "Stato", "Inviato il", "Documenti", "Controllato il"),
    *("Soddisfatto il", "Atto"),
)
REALIGNMENT_HEADER = (
    *("Disciplinare", "Chiesto il", "Entro il", "Requisiti", "Stato", "Dichiarato il", "Confermato il"),
    "Atto",
)
NOTICE_HEADER = ("Avviso del", "Entro il", "Requisiti", "Stato", "Proposta del", "Chiuso il")


def body_name(organisation: Organisation, name: str = "") -> str:
    """The name of a body, or the one it had; a sole trader's name is a person's name."""
    if len(organisation.fiscal_code or "") == PERSONAL_CODE_LENGTH:
        return SOLE_TRADER
    return name or organisation.name


def safe_life_parts(life: Life) -> Iterator[Part]:
    """What is safe by its kind."""
    yield part("La certificazione", ("Voce", "Contenuto"), certificate_facts(life))
    conditions = (
        (
            *(c.requirement.code, c.requirement.text, c.due_on, c.get_state_display(), c.submitted_at),
            *(len(sent_evidence(c)), c.checked_at, c.met_on, _act(c)),
        )
        for c in life.conditions
    )
    yield part("Requisiti dopo l'assegnazione", CONDITION_HEADER, conditions)
    changes = (
        (c.get_from_state_display() if c.from_state else None, c.get_to_state_display(), c.effective_on, _act(c))
        for c in life.changes
    )
    yield part("Cambi di stato", ("Da", "A", "Con effetto dal", "Atto"), changes)
    realignments = (
        (
            *(r.to_version, r.asked_at, r.due_on, "; ".join(r.codes), r.get_state_display()),
            *(r.answered_at, r.confirmed_at, _act(r)),
        )
        for r in life.realignments
    )
    yield part("Adeguamenti", REALIGNMENT_HEADER, realignments)
    yield part("Rinnovi", RENEWAL_HEADER, renewal_rows(life))
    notices = (
        (
            *(n.sent_on, n.answer_by, "; ".join(c.requirement.code for c in n.conditions.all())),
            *(n.get_state_display(), n.proposed_on, n.closed_on),
        )
        for n in life.notices
    )
    yield part("Avvisi di ritardo", NOTICE_HEADER, notices)
    transfers = (
        (
            t.effective_on,
            body_name(t.from_organisation, t.from_name),
            body_name(t.to_organisation),
            _act(t),
        )
        for t in life.transfers
    )
    yield part("Trasferimenti", ("Con effetto dal", "Da", "A", "Atto"), transfers)


def _act(row: Any) -> str | None:
    """Kind, number and date; subject and body are typed freely."""
    return str(row.act) if row.act else None

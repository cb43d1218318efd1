"""What followed the protocol between 2022 and 2023, from public acts and news."""

import datetime

from familynet.portal.demo.steps.cast import Cast
from familynet.protocols.actions import record_action
from familynet.protocols.known import SLUG
from familynet.protocols.models import Protocol, ProtocolArea

Code = ProtocolArea.Code
DAY = datetime.date
# Area, day, title, what was done. Where the sources give only the month, the text says so.
DONE = (
    (
        Code.WORK_LIFE,
        DAY(2023, 2, 1),
        "La Regione Piemonte chiede per sé la certificazione Family Audit",
        "La domanda è di febbraio 2023 (le fonti danno solo il mese); i gruppi di lavoro partono a giugno.",
    ),
    (
        Code.INSTRUMENTS,
        DAY(2023, 2, 2),
        "Il bando per i piani famiglia è presentato ai Comuni piemontesi",
        "Domande entro il 30 marzo 2023; contributo fino a 27.500 euro per progetto.",
    ),
    (
        Code.INSTRUMENTS,
        DAY(2023, 5, 30),
        "Otto Comuni piemontesi finanziati per il piano famiglia",
        "Torino, Moncalieri, Grugliasco, Biella, Tortona, Bra, Mondovì e Vercelli. Poi anche Collegno, Venaria "
        "Reale e Casale Monferrato: in tutto undici Comuni e 299.750 euro.",
    ),
    (
        Code.GOOD_PRACTICES,
        DAY(2023, 12, 13),
        "Attestati a 27 Municipality Family Manager",
        "Assessori, consiglieri e personale dei Comuni hanno seguito il corso sulla nuova gestione delle "
        "politiche familiari e sul piano famiglia.",
    ),
)


def make_exchange(cast: Cast) -> None:
    """The actions of the protocol that public sources tell with a date."""
    by = cast.person("dirigenza", "piemonte")
    protocol = Protocol.objects.get(slug=SLUG)
    areas = {area.code: area for area in protocol.areas.all()}
    for code, day, title, text in DONE:
        record_action(by=by, protocol=protocol, area=areas[code], title=title, description=text, date=day)

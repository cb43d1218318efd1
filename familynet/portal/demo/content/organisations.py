"""Private bodies of the demo: all invented, and called so in their names.

Certificates that are suspended, revoked, expired or renounced belong to invented bodies only, so that no real
one is spoken ill of. Their codici fiscali have correct check digits and begin with 99999.
"""

import datetime
from dataclasses import dataclass

from stdnum import luhn

from familynet.organisations.models import Organisation

Kind, Size = Organisation.Kind, Organisation.Size
D = datetime.date


@dataclass(frozen=True)
class Body:
    """An invented body: its number, name, kind, the cadastral code of its comune."""

    number: int
    title: str
    kind: str
    cadastral_code: str
    size: str = Size.MICRO

    @property
    def name(self) -> str:
        return f"{self.title} (esempio)"

    @property
    def fiscal_code(self) -> str:
        stem = f"99999{self.number:02d}888"
        return stem + luhn.calc_check_digit(stem)


BODIES = (
    Body(1, "Albergo Stella del Lago", Kind.HOSPITALITY, "F307", Size.SMALL),
    Body(2, "Museo dei Boschi", Kind.CULTURE, "L378", Size.SMALL),
    Body(3, "Associazione sportiva Sentieri Aperti", Kind.ASSOCIATION, "A372"),
    Body(4, "Agriturismo Prato Fiorito", Kind.COMPANY, "L147"),
    Body(5, "Ostello Ponte Alto", Kind.HOSPITALITY, "H612"),
    Body(6, "Latteria della Piazza", Kind.COMPANY, "B006"),
    Body(7, "B&B Casa Mirtillo", Kind.HOSPITALITY, "D651"),
    Body(8, "Floricoltura Mille Foglie", Kind.COMPANY, "F187"),
    Body(9, "Associazione Famiglie in Cammino", Kind.ASSOCIATION, "H330"),
    Body(10, "Cooperativa Il Girasole", Kind.COOPERATIVE, "H330", Size.MEDIUM),
    Body(11, "Consorzio turistico Val Serena", Kind.OTHER_PRIVATE, "C372"),
    Body(12, "Scuola di musica Arcobaleno", Kind.SCHOOL, "C372", Size.SMALL),
    Body(13, "Associazione Genitori di Valle", Kind.ASSOCIATION, "M359"),
    Body(14, "Segheria Abete Bianco", Kind.COMPANY, "M359", Size.SMALL),
    Body(15, "Servizi Spini", Kind.COMPANY, "L378", Size.MEDIUM),
    Body(16, "Officine Monviso", Kind.COMPANY, "D205", Size.MEDIUM),
    Body(17, "Cooperativa sociale Ponte Verde", Kind.COOPERATIVE, "L219", Size.LARGE),
    Body(18, "Associazione Nonni e Nipoti", Kind.ASSOCIATION, "A124"),
    Body(19, "Museo del Lago", Kind.CULTURE, "L746", Size.SMALL),
    Body(20, "Forum delle famiglie Valle Chiara", Kind.ASSOCIATION, "E379"),
    Body(21, "Unione dei Comuni Valle Chiara", Kind.MUNICIPAL_UNION, "E379"),
    Body(22, "Unione montana Alte Terre", Kind.MUNICIPAL_UNION, "D332"),
    Body(23, "Comunità Colli di Mezzo", Kind.MUNICIPAL_UNION, "C794"),
)


@dataclass(frozen=True)
class ExampleCertificate:
    """The certificate of an invented body: how the import file brings it, and what happened to it since.

    `steps` are rows of the workflow in order: name, date, comment. The numbers of acts say that they are
    examples.
    """

    number: int
    scheme: str
    category: str
    award: D
    score: int | None = None
    valid_to: D | None = None
    steps: tuple[tuple[str, D, str], ...] = ()


TRENTINO, AUDIT = "Family in Trentino", "Family Audit"
CERTIFICATES = (
    ExampleCertificate(1, TRENTINO, "Esercizi alberghieri", D(2023, 3, 14), 64),
    ExampleCertificate(
        2,
        TRENTINO,
        "Attività culturali e Musei",
        D(2019, 5, 20),
        48,
        steps=(("require_realignment", D(2026, 2, 2), "C'è un nuovo disciplinare: serve l'adeguamento."),),
    ),
    ExampleCertificate(
        3,
        TRENTINO,
        "Associazioni sportive",
        D(2022, 10, 3),
        39,
        steps=(("suspend", D(2026, 4, 15), "La sede non è più accessibile con il passeggino. Lavori in corso."),),
    ),
    ExampleCertificate(
        4,
        TRENTINO,
        "Attività agrituristiche e fattorie didattiche",
        D(2019, 10, 21),
        41,
        steps=(("renounce", D(2025, 9, 30), "L'azienda ha chiuso l'agriturismo."),),
    ),
    ExampleCertificate(
        5,
        TRENTINO,
        "Ostelli per la gioventù",
        D(2023, 8, 21),
        52,
        steps=(("expire", D(2026, 8, 21), "Il titolare non ha chiesto il rinnovo."),),
    ),
    ExampleCertificate(
        6,
        TRENTINO,
        "Esercizio amico dei bambini",
        D(2017, 6, 12),
        30,
        steps=(
            ("suspend", D(2024, 11, 4), "Il fasciatoio è stato tolto."),
            ("revoke", D(2025, 3, 10), "Il requisito obbligatorio manca ancora dopo la sospensione."),
        ),
    ),
    ExampleCertificate(
        7,
        TRENTINO,
        "Bed & Breakfast",
        D(2021, 4, 19),
        37,
        steps=(("open_check", D(2026, 9, 7), "Controllo a campione: visita da fissare."),),
    ),
    ExampleCertificate(
        8,
        TRENTINO,
        "Floricolture",
        D(2025, 6, 16),
        44,
        steps=(
            ("open_check", D(2026, 3, 2), "Controllo a campione."),
            ("close_check", D(2026, 3, 30), "Visita fatta: i requisiti ci sono tutti."),
        ),
    ),
    ExampleCertificate(16, AUDIT, "", D(2022, 11, 28), valid_to=D(2027, 1, 31)),
    ExampleCertificate(17, AUDIT, "", D(2021, 12, 6), valid_to=D(2027, 12, 6)),
)

SOURCE = "esempi-inventati.csv"


def body(number: int) -> Body:
    """The invented body of that number."""
    return next(item for item in BODIES if item.number == number)

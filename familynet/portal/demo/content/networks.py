"""Memberships of the networks: the real ones that public sources name, and invented bodies for every state."""

import datetime
from dataclasses import dataclass

D = datetime.date
ITALY, EUROPE = "family-in-italia", "family-in-europe"


@dataclass(frozen=True)
class RealMember:
    """A member named in public sources. Acts as (body, number, date); None where sources give none."""

    name: str
    joined_on: D
    source: str
    resolution: tuple[str, str, D] | None = None
    certified_on: D | None = None
    certificate: tuple[str, str, D] | None = None


# The sources give only the year 2020 for the seven bodies: the day is the one of the consortium's resolution,
# and for the certificates the day of the public notice.
_DAY, _NOTICE = D(2020, 11, 16), D(2022, 3, 4)
_YEAR = "Le fonti danno solo l'anno 2020; certificati nel marzo 2022 (comune.orbassano.to.it)"
REAL_MEMBERS = (
    RealMember(
        "Comune di Druento",
        D(2020, 5, 25),
        "Piano famiglia del Comune di Druento",
        ("Consiglio comunale di Druento", "", D(2020, 5, 25)),
        D(2021, 7, 5),
        ("Agenzia provinciale per la coesione sociale", "1173", D(2021, 7, 5)),
    ),
    RealMember(
        "CIdiS Consorzio Intercomunale di Servizi",
        _DAY,
        _YEAR,
        ("Assemblea del CIdiS", "16", D(2020, 11, 16)),
        _NOTICE,
    ),
    RealMember(
        "Comune di Beinasco",
        D(2021, 4, 8),
        "Deliberazione del commissario 28 dell'8 aprile 2021",
        ("Commissario del Comune di Beinasco", "28", D(2021, 4, 8)),
        _NOTICE,
    ),
    *(
        RealMember(f"Comune di {name}", _DAY, _YEAR, certified_on=_NOTICE)
        for name in ("Bruino", "Orbassano", "Piossasco", "Rivalta di Torino", "Volvera")
    ),
)


@dataclass(frozen=True)
class ExampleMember:
    """The way of an invented body: when it asked, resolved, was admitted, and how it went on."""

    number: int
    network: str
    interest: D
    resolution: D | None = None
    admission: D | None = None
    on_hold: str = ""
    left: tuple[D, str] | None = None


EXAMPLE_MEMBERS = (
    ExampleMember(9, ITALY, D(2026, 10, 12)),
    ExampleMember(21, ITALY, D(2026, 11, 3)),
    ExampleMember(10, ITALY, D(2026, 9, 14), D(2026, 10, 26)),
    ExampleMember(20, ITALY, D(2026, 9, 21), D(2026, 11, 9)),
    ExampleMember(17, ITALY, D(2025, 4, 7), D(2025, 5, 12), D(2025, 6, 3)),
    ExampleMember(22, ITALY, D(2024, 5, 6), D(2024, 6, 10), D(2024, 7, 1)),
    ExampleMember(11, ITALY, D(2025, 1, 13), D(2025, 2, 10), D(2025, 2, 24)),
    ExampleMember(
        23,
        ITALY,
        D(2023, 9, 4),
        D(2023, 10, 9),
        D(2023, 11, 6),
        on_hold="Commissariamento: la Comunità riprende dopo le elezioni.",
    ),
    ExampleMember(
        18,
        ITALY,
        D(2022, 2, 7),
        D(2022, 3, 7),
        D(2022, 4, 4),
        left=(D(2025, 12, 31), "L'associazione ha chiuso le attività."),
    ),
    ExampleMember(23, EUROPE, D(2022, 9, 5), D(2022, 10, 10), D(2022, 11, 7)),
    ExampleMember(22, EUROPE, D(2026, 10, 19), D(2026, 11, 2)),
    ExampleMember(21, EUROPE, D(2026, 11, 10)),
)

"""Certified bodies named in public acts and news: facts, as an office would import them.

Acts that public sources do not give stay blank: the import takes the rows and marks the act as missing.
"""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass

from familynet.portal.demo.content.organisations import CERTIFICATES, body

HEADER = (
    "NomeOrganizzazione",
    "Comune",
    "CodiceCatastale",
    "Provincia",
    "Marchio",
    "Categoria",
    "Stato",
    "N_det_assegnazione",
    "Data_det_assegnazione",
    "Punteggio",
    "DataScadenza",
    "CodiceFiscale",
    "Note",
)
SOURCE = "registro-atti-pubblici.csv"


@dataclass(frozen=True)
class RegisterLine:
    """A certified body: where it is, the act that is known, what the source says."""

    municipality: str
    cadastral_code: str
    province: str
    number: str = ""
    date: str = ""
    score: str = ""
    note: str = ""
    name: str = ""

    @property
    def organisation(self) -> str:
        return self.name or f"Comune di {self.municipality}"

    @property
    def scheme(self) -> str:
        return "Family in Trentino" if self.province == "TN" else "Family in Italia"


_CALL = "protocollo 2022, bando regionale"
_CIDIS = "marzo 2022, con il CIdiS"
LINES = (
    RegisterLine("Ossana", "G173", "TN", "152", "30/05/2013"),
    RegisterLine("Tione di Trento", "L174", "TN", "21", "21/02/2015"),
    RegisterLine("San Michele all'Adige", "I042", "TN", "86", "15/03/2017"),
    RegisterLine("Pomarolo", "G808", "TN", "66", "20/02/2020"),
    RegisterLine("Molveno", "F307", "TN", "", "28/04/2025", "72", "minimo 58 per i comuni sotto i 5.000 abitanti"),
    RegisterLine("Druento", "D373", "TO", "1173", "05/07/2021"),
    RegisterLine("Torino", "L219", "TO", note=_CALL),
    RegisterLine("Moncalieri", "F335", "TO", note=_CALL),
    RegisterLine("Grugliasco", "E216", "TO", note=_CALL),
    RegisterLine("Collegno", "C860", "TO", note=_CALL),
    RegisterLine("Venaria Reale", "L727", "TO", note=_CALL),
    RegisterLine("Biella", "A859", "BI", note=_CALL),
    RegisterLine("Vercelli", "L750", "VC", note=_CALL),
    RegisterLine("Tortona", "L304", "AL", note=_CALL),
    RegisterLine("Casale Monferrato", "B885", "AL", note=_CALL),
    RegisterLine("Bra", "B111", "CN", note=_CALL),
    RegisterLine("Mondovì", "F351", "CN", note=_CALL),
    RegisterLine("Beinasco", "A734", "TO", note=_CIDIS),
    RegisterLine("Bruino", "B216", "TO", note=_CIDIS),
    RegisterLine("Orbassano", "G087", "TO", note=_CIDIS),
    RegisterLine("Piossasco", "G691", "TO", note=_CIDIS),
    RegisterLine("Rivalta di Torino", "H335", "TO", note=_CIDIS),
    RegisterLine("Volvera", "M133", "TO", note=_CIDIS),
    RegisterLine("Orbassano", "G087", "TO", note="marzo 2022", name="CIdiS Consorzio Intercomunale di Servizi"),
)


def public_acts_csv() -> bytes:
    """The bodies of public acts as the file that an office uploads: semicolons, Italian dates."""
    return _csv(
        [
            (
                line.organisation,
                line.municipality,
                line.cadastral_code,
                line.province,
                line.scheme,
                "",
                "certificato",
                line.number,
                line.date,
                line.score,
                "",
                "",
                line.note,
            )
            for line in LINES
        ]
    )


def examples_csv() -> bytes:
    """The invented certificates in the same shape; their acts carry the word "esempio"."""
    return _csv(
        [
            _example_row(c.number, c.scheme, c.award, category=c.category, score=c.score, valid_to=c.valid_to)
            for c in CERTIFICATES
        ]
    )


def imported_csv(numbers: Sequence[int], scheme: str, award: datetime.date) -> bytes:
    """Invented bodies that held a mark before the portal."""
    return _csv([_example_row(number, scheme, award) for number in numbers])


def _example_row(
    number: int,
    scheme: str,
    award: datetime.date,
    *,
    category: str = "",
    score: int | None = None,
    valid_to: datetime.date | None = None,
) -> tuple[object, ...]:
    holder = body(number)
    return (
        holder.name,
        "",
        holder.cadastral_code,
        "",
        scheme,
        category,
        "certificato",
        f"esempio {number}",
        italian(award),
        score or "",
        italian(valid_to) if valid_to else "",
        holder.fiscal_code,
        "Contenuto dimostrativo: organizzazione e atto inventati",
    )


def waiting_csv() -> bytes:
    """A file that waits for the officer: one row to import, one comune that does not exist."""
    new = ("Comune di Ossana", "Ossana", "G173", "TN", "Family in Trentino", "", "certificato")
    wrong = ("Comune di Pontelungo", "Pontelungo", "Z999", "TN", "Family in Trentino", "", "certificato")
    return _csv([(*new, "152", "30/05/2013", "", "", "", ""), (*wrong, "", "", "", "", "", "")])


def italian(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"


def _csv(rows: Sequence[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode()

"""A line of the file becomes a typed row, or the reasons why it cannot. No database."""

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certifications.models import Certificate
from familynet.kernel.search import fold
from familynet.kernel.tables import Line, Table
from familynet.organisations.validators import validate_fiscal_code

S = Certificate.State

# Field of the row ← names of its column, folded: case, accents, underscores and order do not matter.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("nomeorganizzazione", "organizzazione", "denominazione"),
    "municipality": ("comune",),
    "cadastral_code": ("codicecatastale",),
    "province": ("provincia",),
    "scheme": ("marchio",),
    "category": ("categoria",),
    "state": ("stato",),
    "act_number": ("ndetassegnazione",),
    "act_date": ("datadetassegnazione",),
    "score": ("punteggio",),
    "ended_on": ("datadetrevoca",),
    "note": ("note", "nota"),
    "fiscal_code": ("codicefiscale",),
    "source_number": ("nregistrazione",),
    "valid_to": ("datascadenza",),
}
REQUIRED = ("name", "scheme", "state")
STATES: dict[str, str] = {
    "certificato": S.VALID,
    "certificata": S.VALID,
    "assegnato": S.VALID,
    "assegnata": S.VALID,
    "valido": S.VALID,
    "valida": S.VALID,
    "da adeguare": S.TO_REALIGN,
    "in verifica": S.UNDER_CHECK,
    "sospeso": S.SUSPENDED,
    "sospesa": S.SUSPENDED,
    "revocato": S.REVOKED,
    "revocata": S.REVOKED,
    "rinunciato": S.RENOUNCED,
    "rinunciata": S.RENOUNCED,
    "rinuncia": S.RENOUNCED,
    "scaduto": S.EXPIRED,
    "scaduta": S.EXPIRED,
}


@dataclass
class RegisterRow:
    """What one line says, with the reasons against it (`errors`) and what to know about it (`warnings`)."""

    line: int
    name: str = ""
    municipality: str = ""
    cadastral_code: str = ""
    province: str = ""
    scheme: str = ""
    category: str = ""
    state: str = ""
    act_number: str = ""
    act_date: datetime.date | None = None
    score: Decimal | None = None
    ended_on: datetime.date | None = None
    note: str = ""
    fiscal_code: str = ""
    source_number: str = ""
    valid_to: datetime.date | None = None
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def map_columns(header: list[str]) -> tuple[dict[str, int], list[str]]:
    """(field → position, headings that no field takes); ValidationError when a needed one is missing."""
    positions: dict[str, int] = {}
    unknown = []
    for position, heading in enumerate(header):
        key = fold(heading).replace(" ", "")
        name = next((f for f, names in COLUMNS.items() if key in names), None)
        if name is None:
            unknown.append(heading or _("colonna %(n)d senza titolo") % {"n": position + 1})
        elif name in positions:
            raise ValidationError(_("La colonna «%(name)s» c'è due volte.") % {"name": heading})
        else:
            positions[name] = position
    missing = [COLUMNS[name][0] for name in REQUIRED if name not in positions]
    if "municipality" not in positions and "cadastral_code" not in positions:
        missing.append("comune")
    if missing:
        raise ValidationError(_("Mancano le colonne: %(names)s.") % {"names": ", ".join(missing)})
    return positions, unknown


def parse_rows(table: Table) -> tuple[list[RegisterRow], list[str]]:
    """All rows of a table and the headings that are not used."""
    positions, unknown = map_columns(table.header)
    return [parse_row(line, positions, len(table.header)) for line in table.lines], unknown


def parse_row(line: Line, positions: dict[str, int], width: int) -> RegisterRow:
    """One typed row; what is wrong is collected, not raised, so that the report says all of it."""

    def text(name: str) -> str:
        position = positions.get(name)
        return line.cells[position] if position is not None and position < len(line.cells) else ""

    row = RegisterRow(line=line.number)
    if len(line.cells) > width and any(line.cells[width:]):
        row.errors.append(_("la riga ha più celle dell'intestazione"))
    row.name = _named(row, " ".join(text("name").split()))
    row.municipality, row.province = text("municipality"), text("province").upper()
    row.cadastral_code = text("cadastral_code").upper()
    row.scheme, row.category = text("scheme"), text("category")
    row.act_number = _short(row, text("act_number"), _("numero dell'atto"))
    row.source_number = _short(row, text("source_number"), _("numero di registro"))
    row.note = text("note")
    row.act_date = parse_date(row, text("act_date"), _("data dell'atto"))
    row.ended_on = parse_date(row, text("ended_on"), _("data di revoca"))
    row.valid_to = parse_date(row, text("valid_to"), _("data di scadenza"), future=True)
    row.score = parse_score(row, text("score"))
    row.fiscal_code = _fiscal_code(row, text("fiscal_code"))
    row.state = parse_state(row, text("state"))
    check_dates(row)
    return row


def _named(row: RegisterRow, name: str) -> str:
    if not name:
        row.errors.append(_("manca la denominazione"))
    elif name[0] in "=@":
        row.errors.append(_("la denominazione è una formula, non un nome"))
    elif len(name) > 200:
        row.errors.append(_("la denominazione supera i 200 caratteri"))
    return name[:200]


def _short(row: RegisterRow, value: str, what: str) -> str:
    if len(value) > 40:
        row.errors.append(_("%(what)s troppo lungo: al massimo 40 caratteri") % {"what": what})
    return value[:40]


def _fiscal_code(row: RegisterRow, value: str) -> str:
    code = value.replace(" ", "").upper()
    if code:
        # A spreadsheet drops the leading zeros of a number.
        code = code.zfill(11) if code.isdigit() else code
        try:
            validate_fiscal_code(code)
        except ValidationError:
            row.errors.append(_("codice fiscale «%(code)s» non corretto") % {"code": value})
    return code


def parse_date(row: RegisterRow, value: str, what: str, *, future: bool = False) -> datetime.date | None:
    """An Italian date (28/04/2025, 28.4.2025, 28-4-2025) or an ISO one; nothing else is guessed."""
    if not value:
        return None
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)
    numbers = [int(n) for n in match.groups()][::-1] if match else [int(n) for n in iso.groups()] if iso else None
    try:
        day = datetime.date(*numbers) if numbers else None
    except ValueError:
        day = None
    if day is None or day.year < 1990:
        row.errors.append(_("%(what)s «%(value)s» non corretta") % {"what": what, "value": value})
        return None
    if not future and day > datetime.date.today():  # the register's own day, not a moment
        row.errors.append(_("%(what)s «%(value)s» nel futuro") % {"what": what, "value": value})
    return day


def parse_score(row: RegisterRow, value: str) -> Decimal | None:
    if not value:
        return None
    try:
        score = Decimal(value.replace(",", "."))
    except InvalidOperation:
        row.errors.append(_("punteggio «%(value)s» non è un numero") % {"value": value})
        return None
    if not score.is_finite() or not 0 <= score < 100_000 or score != round(score, 2):
        row.errors.append(_("punteggio «%(value)s» non valido") % {"value": value})
        return None
    return score


def parse_state(row: RegisterRow, value: str) -> str:
    if not value:
        row.errors.append(_("manca lo stato"))
        return ""
    state = STATES.get(fold(value), "")
    if not state:
        row.errors.append(_("stato «%(value)s» sconosciuto") % {"value": value})
    return state


def check_dates(row: RegisterRow) -> None:
    """State and dates must tell one story; a missing act is only noted, never invented."""
    if row.state == S.EXPIRED and row.ended_on is None:
        row.ended_on = row.valid_to
    if row.state in Certificate.ENDED and row.ended_on is None:
        row.errors.append(_("manca la data in cui la certificazione è cessata"))
    if row.state and row.state not in Certificate.ENDED and row.ended_on:
        row.errors.append(_("c'è una data di revoca ma lo stato non è «revocato»"))
    if row.act_date and row.ended_on and row.ended_on < row.act_date:
        row.errors.append(_("la revoca viene prima dell'assegnazione"))
    if row.act_date and row.valid_to and row.valid_to < row.act_date:
        row.errors.append(_("la scadenza viene prima dell'assegnazione"))
    if not row.act_number and not row.act_date:
        row.warnings.append(_("atto non indicato nella fonte"))
    elif not row.act_date:
        row.warnings.append(_("atto senza data"))
    elif not row.act_number:
        row.warnings.append(_("atto senza numero"))

"""The file as a table of texts with line numbers: CSV in its usual encodings, or XLSX. No database."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 2_000
MAX_UNPACKED = 200 * 1024 * 1024


class Readable(Protocol):
    """An open binary file, of Python or of Django."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Line:
    """One data row: its number in the file (as a person counts, the header included) and its cells."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    header: list[str]
    lines: list[Line]
    encoding: str
    repaired: bool = False
    notes: list[str] = field(default_factory=list)


def read_table(file: Readable) -> Table:
    """The table in an open binary file; ValidationError with one sentence when it cannot be read."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValidationError(_("Il file è troppo grande: il limite è 20 MB."))
    if not content.strip():
        raise ValidationError(_("Il file è vuoto."))
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content)
    text, encoding, repaired = decode(content)
    return _read_csv(text, encoding, repaired)


def decode(content: bytes) -> tuple[str, str, bool]:
    """(text, encoding, repaired): UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text, encoding = content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise ValidationError(_("Il file non è un testo leggibile: salvalo come CSV UTF-8.")) from None
    else:
        text, encoding = _decode_bytes(content)
    if "\x00" in text:
        raise ValidationError(_("Il file non è un CSV né un foglio XLSX."))
    mended = repair(text)
    return mended, encoding, mended != text


def _decode_bytes(content: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("Il file non è un testo leggibile: salvalo come CSV UTF-8."))


def repair(text: str) -> str:
    """Undo the two known misreadings (cp1252 read as cp1251, UTF-8 read as cp1252), word by word.

    What cannot be undone for certain is refused: a wrong name in a register is worse than no import.
    """
    if "\ufffd" in text:
        raise ValidationError(_("Il file ha lettere andate perse (�): esportalo di nuovo in UTF-8."))
    lines = [_repair_line(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    return "\n".join(lines)


def _repair_line(number: int, line: str) -> str:
    if line.isascii():
        return line
    if any("\u0400" <= c <= "\u04ff" for c in line):
        return _reread(number, line, "cp1251", "cp1252")
    if any(pair in line for pair in ("Ã", "Â", "â€")):
        return _reread(number, line, "cp1252", "utf-8")
    return line


def _reread(number: int, line: str, wrong: str, right: str) -> str:
    """The line as it was before somebody read it in the wrong encoding."""
    try:
        mended = line.encode(wrong).decode(right)
    except UnicodeError:
        mended = ""
    if not mended or any("\u0400" <= c <= "\u04ff" or c in "\ufffdÃ" for c in mended):
        raise ValidationError(
            _("Alla riga %(number)d le lettere accentate sono rovinate: esporta di nuovo il file in UTF-8.")
            % {"number": number}
        )
    return mended


def _read_csv(text: str, encoding: str, repaired: bool) -> Table:
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    if delimiter not in first:
        raise ValidationError(_("La prima riga non ha colonne separate da punto e virgola o da virgola."))
    return _table(_csv_lines(text, delimiter), encoding, repaired)


def _csv_lines(text: str, delimiter: str) -> Iterator[Line]:
    """Rows with the number of the line on which each begins, also when a cell holds a line break."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise ValidationError(
                _("Alla riga %(number)d le virgolette non sono chiuse o una cella è troppo lunga.")
                % {"number": start}
            ) from None
        yield Line(start, cells)
        start = rows.line_num + 1


def _read_workbook(content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise ValidationError(_("Il foglio XLSX è troppo grande una volta aperto."))
        # The values that the sheet showed when it was saved; formulas are never computed here.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise ValidationError(_("Il file non è un foglio XLSX leggibile.")) from None
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        lines = [Line(n, [cell_text(v) for v in row]) for n, row in enumerate(rows, start=1)]
    finally:
        book.close()
    return _table(iter(lines), "xlsx", False)


def cell_text(value: Any) -> str:
    """What a person reads in a cell: Italian dates, whole numbers without a decimal part."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return str(value)


def _table(lines: Iterator[Line], encoding: str, repaired: bool) -> Table:
    """Header and non-empty rows, within the limits."""
    header: list[str] | None = None
    kept: list[Line] = []
    for line in lines:
        cells = [cell.strip() for cell in line.cells]
        if not any(cells):
            continue
        _check_limits(line.number, cells, len(kept))
        if header is None:
            header = cells
        else:
            kept.append(Line(line.number, cells))
    if header is None or not kept:
        raise ValidationError(_("Il file non ha righe oltre all'intestazione."))
    return Table(header, kept, encoding, repaired)


def _check_limits(number: int, cells: list[str], rows: int) -> None:
    if rows >= MAX_ROWS:
        raise ValidationError(_("Il file ha più di %(limit)d righe: dividilo.") % {"limit": MAX_ROWS})
    if len(cells) > MAX_COLUMNS:
        raise ValidationError(_("La riga %(number)d ha troppe colonne.") % {"number": number})
    if any(len(cell) > MAX_CELL for cell in cells):
        raise ValidationError(_("Alla riga %(number)d c'è una cella troppo lunga.") % {"number": number})

"""A file as a table of texts with line numbers: CSV in its usual encodings, XLSX, JSON. No database.

What a file may hold is limited (`Limits`) before it is unpacked, so that no upload fills the memory. Files
that this portal has written itself (spreadsheets.py) are read back as they were: `read_table(…, mend=False)`.
"""

import codecs
import csv
import datetime
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from familynet.kernel.cells import cell_of, safe_cell

MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all parts of a workbook together
# What JSON and XLSX can write and no database keeps: the null character and halves of characters.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Limits:
    """How much a file may hold."""

    megabytes: int = 20
    rows: int = 20_000
    columns: int = 60
    cell: int = 2_000  # characters
    one_column: bool = False  # a table of one column, such as titles only, is a table

    @property
    def size(self) -> int:
        return self.megabytes * 1024 * 1024


USUAL = Limits()


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


def read_table(file: Readable, *, limits: Limits = USUAL, mend: bool = True) -> Table:
    """The table in an open binary file; ValidationError with one sentence when it cannot be read.

    With `mend` letters that somebody spoilt by a wrong encoding are put right, or the file is refused.
    """
    content = file.read(limits.size + 1)
    if len(content) > limits.size:
        raise ValidationError(_("Il file è troppo grande: il limite è %(n)d MB.") % {"n": limits.megabytes})
    if not content.strip():
        raise ValidationError(_("Il file è vuoto."))
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content, limits)
    if content.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"["):
        return _read_json(content, limits)
    text, encoding, repaired = decode(content, mend=mend)
    return _read_csv(text, encoding, repaired, limits)


def decode(content: bytes, *, mend: bool = True) -> tuple[str, str, bool]:
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
    mended = repair(text) if mend else text
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


def _read_csv(text: str, encoding: str, repaired: bool, limits: Limits) -> Table:
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    if delimiter not in first and not limits.one_column:
        raise ValidationError(_("La prima riga non ha colonne separate da punto e virgola o da virgola."))
    return _table(_csv_lines(text, delimiter), encoding, repaired, limits)


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


def _read_workbook(content: bytes, limits: Limits) -> Table:
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
        rows = sheet.iter_rows(max_row=limits.rows + 2, max_col=limits.columns, values_only=True)
        lines = [Line(n, _trimmed([cell_text(v) for v in row])) for n, row in enumerate(rows, start=1)]
    finally:
        book.close()
    return _table(iter(lines), "xlsx", False, limits)


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, which a sheet of unknown width has up to the limit."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _read_json(content: bytes, limits: Limits) -> Table:
    """A list of objects, or an object that holds one list of objects: a column per key, in their first order."""
    try:
        return _json_table(json.loads(content.decode("utf-8-sig")), limits)
    except (ValueError, AttributeError, RecursionError):  # no JSON, or values that no cell can hold
        raise ValidationError(_("Il file JSON non è leggibile: esportalo di nuovo.")) from None


def _json_table(data: Any, limits: Limits) -> Table:
    if isinstance(data, dict):
        data = next((value for value in data.values() if isinstance(value, list)), None)
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise ValidationError(_("Il file JSON non contiene un elenco di righe."))
    header = list(dict.fromkeys(key for row in data[: limits.rows + 1] for key in row))
    lines = (Line(n, [safe_cell(cell_of(row.get(k))) for k in header]) for n, row in enumerate(data, start=2))
    return _table(itertools.chain([Line(1, header)], lines), "json", False, limits)


def cell_text(value: Any) -> str:
    """What a person reads in a cell: Italian dates, whole numbers without a decimal part."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return cell_of(value)
    if isinstance(value, str):
        return unescape(value)  # control characters stand in a workbook as _x000B_
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return str(value)


def _table(lines: Iterator[Line], encoding: str, repaired: bool, limits: Limits) -> Table:
    """Header and non-empty rows, within the limits."""
    header: list[str] | None = None
    kept: list[Line] = []
    for line in lines:
        cells = [_UNSTORABLE.sub("", cell).strip() for cell in line.cells]
        if not any(cells):
            continue
        _check_limits(line.number, cells, len(kept), limits)
        if header is None:
            header = cells
        else:
            kept.append(Line(line.number, cells))
    if header is None or not kept:
        raise ValidationError(_("Il file non ha righe oltre all'intestazione."))
    return Table(header, kept, encoding, repaired)


def _check_limits(number: int, cells: list[str], rows: int, limits: Limits) -> None:
    if rows >= limits.rows:
        raise ValidationError(_("Il file ha più di %(limit)d righe: dividilo.") % {"limit": limits.rows})
    if len(cells) > limits.columns:
        raise ValidationError(_("La riga %(number)d ha troppe colonne.") % {"number": number})
    if any(len(cell) > limits.cell for cell in cells):
        raise ValidationError(_("Alla riga %(number)d c'è una cella troppo lunga.") % {"number": number})

"""Downloads of tables as CSV, XLSX and JSON: whole lists of any length in little memory, safe to open.

Every writer takes rows as an iterator and asks for one after the other. CSV and JSON go out as they are made; a
workbook is a ZIP that ends with its directory, so it is written to a temporary file, row by row, and sent then.
"""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from familynet.kernel.cells import cell_of, safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMN_WIDTH = 28
CHUNK = 64 * 1024


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_response(filename: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """An attachment in UTF-8 with BOM and semicolons, sent row by row."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    return _attachment(response, filename)


def csv_lines(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The text of a table with BOM and semicolons, line by line."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell_of(cell)) for cell in row])


def json_response(
    filename: str,
    header: Sequence[str],
    rows: Iterable[Iterable[Any]],
    *,
    about: dict[str, Any],
    key: str = "righe",
) -> StreamingHttpResponse:
    """An attachment with what the file is `about` and, under `key`, one object per row; sent row by row."""

    def parts() -> Iterator[str]:
        head = json.dumps(about, cls=DjangoJSONEncoder, ensure_ascii=False)[:-1]
        yield head + (",\n" if about else "") + f'"{key}": [\n'
        for number, row in enumerate(rows):
            values = dict(zip(header, map(_json_value, row), strict=True))
            yield (",\n" if number else "") + json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
        yield "\n]}\n"

    return _attachment(StreamingHttpResponse(parts(), content_type="application/json; charset=utf-8"), filename)


def xlsx_response(
    filename: str, header: Sequence[str], rows: Iterable[Iterable[Any]], *, sheet: str
) -> StreamingHttpResponse:
    """An attachment with one sheet: the first row stays in sight, numbers are numbers, all else is text."""

    def chunks() -> Iterator[bytes]:
        with tempfile.TemporaryFile(prefix="familynet-", suffix=".xlsx") as file:
            write_workbook(file, header, rows, sheet=sheet)
            file.seek(0)
            while chunk := file.read(CHUNK):
                yield chunk

    return _attachment(StreamingHttpResponse(chunks(), content_type=XLSX), filename)


def write_workbook(file: Any, header: Sequence[str], rows: Iterable[Iterable[Any]], *, sheet: str) -> None:
    """Write a workbook to a binary file, keeping one row in memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page, bold = book.add_worksheet(sheet), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(header) - 1, 0), COLUMN_WIDTH)
        for column, name in enumerate(header):
            page.write_string(0, column, safe_cell(name), bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                    page.write_number(number, column, float(value))
                elif text := safe_cell(cell_of(value)):
                    page.write_string(number, column, text)


def _json_value(value: Any) -> Any:
    """Numbers as numbers: the encoder would write a Decimal as text."""
    return float(value) if isinstance(value, Decimal) else value


def _attachment(response: Any, filename: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def table_response(
    format_: str, name: str, header: Sequence[str], rows: Iterable[Iterable[Any]], *, about: dict[str, Any]
) -> HttpResponseBase:
    """The same table as csv, xlsx or json; KeyError for another format."""
    writers = {
        "csv": lambda: csv_response(f"{name}.csv", header, rows),
        "xlsx": lambda: xlsx_response(f"{name}.xlsx", header, rows, sheet=name[:31]),
        "json": lambda: json_response(f"{name}.json", header, rows, about=about),
    }
    return writers[format_]()

"""Parts of a file as tables: the readable index, the data of a copy and papers are made of the same ones."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format

from familynet.kernel.pdf import render_pdf

# A table with more columns and longer texts is printed row by row, each as a list of what its columns say.
MOST_COLUMNS, SHORT = 5, 48
# How wide a column is at least and at most, beside the others.
NARROWEST, WIDEST = 10, 32
# Sixteen signs of a word that goes on.
LONG_WORD = re.compile(r"\w{16}(?=\w{8})")
SAID = {True: "Sì", False: "No", None: "Non detto"}


@dataclass(frozen=True)
class Part:
    """A heading, the names of the columns, and the rows in words."""

    title: str
    header: Sequence[str]
    rows: list[list[str]]

    def as_data(self) -> list[dict[str, str]]:
        """The rows with the names of their columns."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


def part(title: str, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> Part:
    return Part(title, header, [[words(value) for value in row] for row in rows])


def words(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return SAID[value]
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "d/m/Y H:i")
    if isinstance(value, datetime.date):
        return date_format(value, "d/m/Y")
    if isinstance(value, Decimal):
        return str(number_format(value.normalize(), use_l10n=True))
    return str(value)


def index_page(title: str, lines: Sequence[str], parts: Sequence[Part]) -> bytes:
    """The readable index: one page that loads nothing from anywhere."""
    context = {
        "title": title,
        "lines": lines,
        "parts": [shown for shown in parts if shown.rows],
        "language": settings.LANGUAGE_CODE,
    }
    return render_to_string("certifications/dossier_index.html", context).encode()


def printed_parts(title: str, *, kind: str, body: str, lines: Sequence[str], parts: Sequence[Part]) -> bytes:
    """The parts on paper (PDF/A and PDF/UA); those without rows are left out."""
    today = timezone.localdate()
    data = {
        "title": title,
        "kind": kind,
        "body": body,
        "date": [today.year, today.month, today.day],
        "lines": list(lines),
        "parts": [_printed(shown) for shown in parts if shown.rows],
        "header": ["Voce", "Contenuto"],
    }
    return render_pdf("parts", data)


def _printed(shown: Part) -> dict[str, Any]:
    """A table as it is, or its rows one by one: without what is empty, under what the second column says."""
    rows = [[_breakable(cell) for cell in row] for row in shown.rows]
    lengths = [max(map(len, column)) for column in zip(shown.header, *rows, strict=True)]
    if len(shown.header) <= MOST_COLUMNS or max(lengths) <= SHORT:
        columns = [min(max(length, NARROWEST), WIDEST) for length in lengths]
        return {
            "title": shown.title,
            "header": list(shown.header),
            "columns": columns,
            "rows": rows,
            "records": [],
        }
    records = []
    for number, row in enumerate(rows, start=1):
        pairs = [[name, cell] for name, cell in zip(shown.header, row, strict=True) if cell != "–"]
        records.append({"title": f"{number}. {row[1]}", "rows": pairs})
    return {"title": shown.title, "header": [], "columns": [], "rows": [], "records": records}


def _breakable(text: str) -> str:
    """The text with places to break a line in what has none, such as a digest."""
    return LONG_WORD.sub(lambda found: f"{found[0]}\u200b", text)

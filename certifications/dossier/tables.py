"""Parts of a file as tables: the readable index and the data of a copy are made of the same ones."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format

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

"""Facts about comuni: files with their source in, rows with their source stored, profiles out.

A file is a CSV with a head of comments (title, licence, link, year, confirmed, note) and the columns
`istat_code` and one or more of MunicipalityFact.Kind. A code of three digits stands for a whole province.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from familynet.territories.models import FactSource, Municipality, MunicipalityFact
from familynet.territories.sources import BadFile

OWN_FACTS = tuple(sorted((Path(__file__).resolve().parent / "data").glob("facts_*.csv")))
HEAD = ("title", "licence", "link", "year", "confirmed", "note")


@dataclass(frozen=True)
class FactFile:
    """A file as read: its source, and code → kind → number."""

    code: str
    head: dict[str, str]
    values: dict[str, dict[str, float]]


@dataclass
class FactReport:
    """What a file changed; `unknown` are codes of no comune of today."""

    stored: int = 0
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Profile:
    """What is known of one comune. Numbers that no source gives are None."""

    pk: int
    istat_code: str
    name: str
    province: str
    region: str
    population: int | None
    surface: float | None
    young: float | None
    old: float | None
    mountain: float | None


def read_facts(path: Path) -> FactFile:
    """A whole file; raises BadFile with the line and the reason."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(1, f"cannot be read: {error}") from None
    head = _head(lines)
    if missing := [name for name in ("title", "licence", "year") if not head.get(name)]:
        raise BadFile(1, f"the head does not say: {', '.join(missing)}")
    if not head["year"].isdecimal():
        raise BadFile(1, "the year is not a number")
    body = [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not body:
        raise BadFile(1, "no row found")
    columns = next(csv.reader([body[0][1]]))
    if columns[0] != "istat_code" or not set(columns[1:]) <= set(MunicipalityFact.Kind.values) or not columns[1:]:
        raise BadFile(
            body[0][0], f"the columns are istat_code and some of {', '.join(MunicipalityFact.Kind.values)}"
        )
    values = {}
    for number, line in body[1:]:
        code, numbers = _row(number, columns, next(csv.reader([line])))
        values[code] = numbers
    return FactFile(path.stem.removeprefix("facts_")[:40], head, values)


def _head(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        name, colon, text = line.lstrip("# ").partition(":")
        if line.startswith("#") and colon and name in HEAD:
            found[name] = text.strip()
    return found


def _row(number: int, columns: list[str], cells: list[str]) -> tuple[str, dict[str, float]]:
    if len(cells) != len(columns):
        raise BadFile(number, f"{len(cells)} columns instead of {len(columns)}")
    code, numbers = cells[0].strip(), {}
    if not code.isdecimal() or len(code) not in (3, 6):
        raise BadFile(number, f"“{code}” is neither a comune (6 digits) nor a province (3 digits)")
    for kind, text in zip(columns[1:], cells[1:], strict=True):
        if text.strip():
            numbers[kind] = _number(number, kind, text)
    return code, numbers


def _number(number: int, kind: str, text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadFile(number, f"“{text}” is not a number") from None
    wrong = value != value or value in (float("inf"), float("-inf")) or value < 0
    if wrong or (kind == "mountain" and value not in (0, 1)) or (kind == "surface" and value == 0):
        raise BadFile(number, f"“{text}” cannot be the {kind} of a comune")
    return value


@transaction.atomic
def load_facts(file: FactFile) -> FactReport:
    """Store the facts of a file over what was known of the same comuni and kinds. Safe to run twice.

    A row of a comune counts more than the row of its province, whatever their order in the file.
    """
    source, _made = FactSource.objects.update_or_create(
        code=file.code,
        defaults={
            **{name: file.head.get(name, "") for name in ("title", "licence", "link", "note")},
            "year": int(file.head["year"]),
            "is_confirmed": file.head.get("confirmed", "yes") == "yes",
        },
    )
    wanted: dict[tuple[int, str], float] = {}
    report, seen = FactReport(), set()
    comuni = list(Municipality.objects.current().values_list("pk", "istat_code"))
    for length in (3, 6):
        for pk, code in comuni:
            if (numbers := file.values.get(code[:length])) is not None:
                seen.add(code[:length])
                wanted.update({(pk, kind): value for kind, value in numbers.items()})
    rows = [MunicipalityFact(municipality_id=pk, kind=k, value=v, source=source) for (pk, k), v in wanted.items()]
    MunicipalityFact.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["municipality", "kind"],
        update_fields=["value", "source"],
    )
    report.stored, report.unknown = len(rows), sorted(file.values.keys() - seen)
    return report


def profiles(municipalities: QuerySet[Municipality]) -> list[Profile]:
    """What is known of each comune. One query."""
    kinds = MunicipalityFact.Kind.values
    facts: dict[str, Any] = {kind: Max("facts__value", filter=Q(facts__kind=kind)) for kind in kinds}
    columns = ("pk", "istat_code", "name", "province__abbreviation", "province__region__istat_code", "population")
    rows: Iterable[Any] = municipalities.order_by("pk").annotate(**facts).values_list(*columns, *kinds)
    return [
        Profile(
            **dict(zip(("pk", "istat_code", "name", "province", "region", "population", *kinds), row, strict=True))
        )
        for row in rows
    ]

"""Lists of comuni as files: the project's own CSV and the JSON of ISTAT facts. In: a path; out: rows.

A file that cannot be read is refused as a whole, with the line and the reason.
"""

import csv
import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from familynet.kernel.search import fold

OWN_LIST = Path(__file__).resolve().parent / "data" / "comuni.csv"
# ISTAT's codes of the regions: a list that gives only a name is read through these.
REGIONS = {
    "01": "Piemonte",
    "02": "Valle d'Aosta/Vallée d'Aoste",
    "03": "Lombardia",
    "04": "Trentino-Alto Adige/Südtirol",
    "05": "Veneto",
    "06": "Friuli-Venezia Giulia",
    "07": "Liguria",
    "08": "Emilia-Romagna",
    "09": "Toscana",
    "10": "Umbria",
    "11": "Marche",
    "12": "Lazio",
    "13": "Abruzzo",
    "14": "Molise",
    "15": "Campania",
    "16": "Puglia",
    "17": "Basilicata",
    "18": "Calabria",
    "19": "Sicilia",
    "20": "Sardegna",
}


class BadFile(Exception):
    """A list that cannot be read: `line` counts from 1, `reason` is a sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Row:
    """One comune of a list; `valid_to` only for one that is closed."""

    line: int
    istat_code: str
    cadastral_code: str
    name: str
    province_code: str
    province: str
    province_name: str
    region_code: str
    latitude: float | None
    longitude: float | None
    population: int | None
    population_year: int | None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    successor: str = ""


def read_list(path: Path) -> list[Row]:
    """All rows of a file, in its order; raises BadFile."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(1, f"not UTF-8 text ({error.reason})") from None
    except OSError as error:
        raise BadFile(1, f"cannot be read: {error.strerror}") from None
    start = text.lstrip()[:1]
    rows = list(_json_rows(text) if start in ("[", "{") else _csv_rows(text))
    if not rows:
        raise BadFile(1, "no comune found")
    _check_duplicates(rows)
    return rows


def _check_duplicates(rows: list[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.valid_to:
            continue
        for code in (row.istat_code, row.cadastral_code):
            if code in seen:
                raise BadFile(row.line, f"code {code} was already given on line {seen[code]}")
            seen[code] = row.line


def _csv_rows(text: str) -> Iterator[Row]:
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    if not numbered:
        return
    header = next(csv.reader([numbered[0][1]]))
    missing = {"istat_code", "cadastral_code", "name", "province_code", "province"} - set(header)
    if missing:
        raise BadFile(numbered[0][0], f"columns missing: {', '.join(sorted(missing))}")
    for number, line in numbered[1:]:
        values = next(csv.reader([line]))
        if len(values) != len(header):
            raise BadFile(number, f"{len(values)} columns instead of {len(header)}")
        yield make_row(number, dict(zip(header, values, strict=True)))


def _json_rows(text: str) -> Iterator[Row]:
    """The objects of one JSON array, each with the line on which it begins."""
    decoder, position = json.JSONDecoder(), text.find("[") + 1
    if not position:
        raise BadFile(1, "a JSON array of comuni is expected")
    while True:
        gap = re.compile(r"[\s,]*").match(text, position)
        position = gap.end() if gap else position
        number = text.count("\n", 0, position) + 1
        if text[position : position + 1] == "]":
            return
        try:
            item, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise BadFile(error.lineno, f"not JSON: {error.msg}") from None
        if not isinstance(item, dict):
            raise BadFile(number, "an object per comune is expected")
        yield make_row(number, _flat(number, item))


def _flat(number: int, item: dict[str, Any]) -> dict[str, Any]:
    """The columns of the own list from the nested names of the JSON."""
    province, position = item.get("provincia"), item.get("coordinate") or {}
    if not isinstance(province, dict) or not isinstance(position, dict):
        raise BadFile(number, "'provincia' and 'coordinate' must be objects")
    return {
        "istat_code": item.get("codice"),
        "cadastral_code": item.get("codiceCatastale"),
        "name": item.get("nome"),
        "province_code": province.get("codice"),
        "province": province.get("sigla"),
        "province_name": province.get("nome"),
        "region_name": province.get("regione"),
        "latitude": position.get("lat"),
        "longitude": position.get("lng"),
        "population": item.get("popolazione"),
    }


def make_row(number: int, values: dict[str, Any]) -> Row:
    """One checked row; raises BadFile with its line."""
    text = {key: "" if value is None else str(value).strip() for key, value in values.items()}
    for column, pattern in (
        ("istat_code", r"\d{6}"),
        ("cadastral_code", r"[A-Z]\d{3}"),
        ("province_code", r"\d{3}"),
        ("province", r"[A-Z]{2}"),
    ):
        if not re.fullmatch(pattern, text.get(column, "")):
            raise BadFile(number, f"{column} is not valid: {text.get(column, '')!r}")
    if not text["istat_code"].startswith(text["province_code"]):
        raise BadFile(number, f"comune {text['istat_code']} is not of province {text['province_code']}")
    if not fold(text.get("name", "")):
        raise BadFile(number, "the name is missing")
    latitude, longitude = _number(number, text, "latitude", 35, 48), _number(number, text, "longitude", 6, 19)
    if (latitude is None) != (longitude is None):
        raise BadFile(number, "latitude and longitude go together")
    population = _number(number, text, "population", 0, 1e7)
    year = _number(number, text, "population_year", 1861, 2200)
    return Row(
        line=number,
        istat_code=text["istat_code"],
        cadastral_code=text["cadastral_code"],
        name=text["name"],
        province_code=text["province_code"],
        province=text["province"],
        province_name=text.get("province_name") or text["province"],
        region_code=_region(number, text),
        latitude=latitude,
        longitude=longitude,
        population=None if population is None else int(population),
        population_year=None if year is None else int(year),
        valid_from=_date(number, text, "valid_from"),
        valid_to=_date(number, text, "valid_to"),
        successor=text.get("successor", ""),
    )


def _number(line: int, text: dict[str, str], column: str, low: float, high: float) -> float | None:
    value = text.get(column, "")
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        raise BadFile(line, f"{column} is not a number: {value!r}") from None
    if not low <= number <= high:
        raise BadFile(line, f"{column} is out of range: {value}")
    return number


def _date(line: int, text: dict[str, str], column: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[column]) if text.get(column) else None
    except ValueError:
        raise BadFile(line, f"{column} is not a date (YYYY-MM-DD): {text[column]!r}") from None


def _region(line: int, text: dict[str, str]) -> str:
    if text.get("region_code") in REGIONS:
        return text["region_code"]
    name = fold(text.get("region_name", ""))
    for code, official in REGIONS.items():
        if name and fold(official).startswith(name):
            return code
    raise BadFile(line, f"unknown region: {text.get('region_code') or text.get('region_name', '')!r}")

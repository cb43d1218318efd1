"""Loading a list of comuni: what is new, what changed, what ended. Idempotent, keyed on the ISTAT code."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from familynet.kernel.search import fold
from familynet.territories.models import Municipality, Province, Region
from familynet.territories.sources import REGIONS, BadFile, Row

FACTS = ("cadastral_code", "name", "latitude", "longitude", "population", "population_year", "valid_from")
# A list that would end more than this share of a province's comuni is taken for an incomplete one.
PLAUSIBLE_SHARE = 0.1


@dataclass
class Report:
    """What a list changed, as sentences of facts."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    renamed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changed_fields(self) -> Counter:
        """How many comuni changed in each field."""
        return Counter(name for fields in self.changed.values() for name in fields)

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.changed or self.renamed or self.closed)


@transaction.atomic
def load_municipalities(
    rows: list[Row], *, today: datetime.date, complete: bool | None = None, dry_run: bool = False
) -> Report:
    """Bring the comuni in line with a list; nothing changes with `dry_run`.

    The list is the whole of each province it names, so what it does not name ended; `complete=False`
    takes it as a part, `complete=True` believes it even when it would end many. Raises BadFile.
    """
    report = Report()
    provinces = _load_provinces(rows)
    wanted = [row for row in rows if row.valid_to is None]
    known = {m.istat_code: m for m in Municipality.objects.current().select_for_update()}
    old_names = _closed_names()
    if complete is not False:
        _close_missing(wanted, known, provinces, today=today, sure=complete is True, report=report)
    _load_current(wanted, known, provinces, old_names, today=today, report=report)
    _load_closed([row for row in rows if row.valid_to], provinces, report)
    if dry_run:
        transaction.set_rollback(True)
    return report


def _load_provinces(rows: list[Row]) -> dict[str, Province]:
    """Regions and provinces of the list, by ISTAT code of the province; existing ones keep their name."""
    regions = {r.istat_code: r for r in Region.objects.all()}
    provinces = {p.istat_code: p for p in Province.objects.all()}
    for row in rows:
        if row.region_code not in regions:
            regions[row.region_code] = Region.objects.create(
                istat_code=row.region_code, name=REGIONS[row.region_code]
            )
        if row.province_code not in provinces:
            provinces[row.province_code] = Province.objects.create(
                istat_code=row.province_code,
                abbreviation=row.province,
                name=row.province_name,
                region=regions[row.region_code],
            )
        elif provinces[row.province_code].abbreviation != row.province:
            raise BadFile(
                row.line,
                f"province {row.province_code} is {provinces[row.province_code].abbreviation}, not {row.province}",
            )
    return provinces


def _closed_names() -> dict[str, set[str]]:
    """ISTAT code → names that this comune had before: an older list does not bring them back."""
    names: dict[str, set[str]] = defaultdict(set)
    closed = Municipality.objects.exclude(valid_to=None).values_list("istat_code", "folded_name")
    for code, name in closed:
        names[code].add(name)
    return names


def _close_missing(
    wanted: list[Row],
    known: dict[str, Municipality],
    provinces: dict[str, Province],
    *,
    today: datetime.date,
    sure: bool,
    report: Report,
) -> None:
    """End the comuni of the list's provinces that the list does not name any more."""
    codes = {row.istat_code for row in wanted}
    listed = {provinces[row.province_code].pk: row for row in wanted}
    per_province: dict[int, list[Municipality]] = defaultdict(list)
    for municipality in known.values():
        if municipality.province_id in listed:
            per_province[municipality.province_id].append(municipality)
    for province, municipalities in per_province.items():
        missing = [m for m in municipalities if m.istat_code not in codes]
        if not sure and len(missing) > max(3, PLAUSIBLE_SHARE * len(municipalities)):
            raise BadFile(
                listed[province].line,
                f"{len(missing)} of {len(municipalities)} comuni of province {listed[province].province} "
                "are missing: say --partial when the list is a part, --complete when they have all ended",
            )
        for municipality in missing:
            municipality.valid_to = today
            del known[municipality.istat_code]
            report.closed.append(f"{municipality.istat_code} {municipality.name}")
        Municipality.objects.bulk_update(missing, ["valid_to"])


def _load_current(
    wanted: list[Row],
    known: dict[str, Municipality],
    provinces: dict[str, Province],
    old_names: dict[str, set[str]],
    *,
    today: datetime.date,
    report: Report,
) -> None:
    new, changed, former = [], [], []
    for row in wanted:
        municipality = known.get(row.istat_code)
        if municipality is None:
            new.append(_make(row, provinces))
            report.created.append(f"{row.istat_code} {row.name}")
            continue
        renamed = fold(municipality.name) != fold(row.name)
        if renamed and fold(row.name) in old_names[row.istat_code]:
            report.kept.append(f"{row.istat_code} {municipality.name} (the list says {row.name}, its former name)")
            renamed, keep = False, {"name", "valid_from"}
        else:
            keep = set()
        if renamed:
            former.append(_former(municipality, row, today))
            report.renamed.append(f"{row.istat_code} {municipality.name} → {row.name}")
        differences = _update(municipality, row, keep)
        if renamed and not row.valid_from:
            municipality.valid_from = today
        if differences or renamed:
            changed.append(municipality)
        if differences and not renamed:
            report.changed[f"{row.istat_code} {row.name}"] = differences
        elif not renamed:
            report.unchanged += 1
    Municipality.objects.bulk_update(changed, FACTS, batch_size=500)
    Municipality.objects.bulk_create(former, batch_size=500)
    Municipality.objects.bulk_create(new, batch_size=500)


def _make(row: Row, provinces: dict[str, Province]) -> Municipality:
    facts = {name: getattr(row, name) for name in FACTS}
    return Municipality(istat_code=row.istat_code, province=provinces[row.province_code], **facts)


def _former(municipality: Municipality, row: Row, today: datetime.date) -> Municipality:
    """The row that keeps the old name, closed. What points at the comune follows it to its new name."""
    end = row.valid_from - datetime.timedelta(days=1) if row.valid_from else today
    copy = {name: getattr(municipality, name) for name in FACTS}
    return Municipality(
        istat_code=municipality.istat_code,
        province_id=municipality.province_id,
        valid_to=end,
        successor=municipality,
        **copy,
    )


def _update(municipality: Municipality, row: Row, keep: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    """Take over the facts the list knows; what it leaves blank stays, except the year of another count."""
    differences = {}
    for name in FACTS:
        before, after = getattr(municipality, name), getattr(row, name)
        if name in keep or before == after:
            continue
        if after is None and not (name == "population_year" and "population" in differences):
            continue
        differences[name] = (before, after)
        setattr(municipality, name, after)
    return differences


def _load_closed(rows: list[Row], provinces: dict[str, Province], report: Report) -> None:
    """Comuni that the list gives as ended, each pointing at what it became."""
    current = {m.istat_code: m for m in Municipality.objects.current()}
    known = set(Municipality.objects.exclude(valid_to=None).values_list("istat_code", "folded_name"))
    new = []
    for row in rows:
        if (row.istat_code, fold(row.name)) in known:
            report.unchanged += 1
            continue
        municipality = _make(row, provinces)
        municipality.valid_to, municipality.successor = row.valid_to, current.get(row.successor)
        new.append(municipality)
        report.closed.append(f"{row.istat_code} {row.name}")
    Municipality.objects.bulk_create(new, batch_size=500)

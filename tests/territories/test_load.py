"""load_territories: what is new, what changed, what ended."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from familynet.territories.models import Municipality
from familynet.territories.sources import OWN_LIST, BadFile, read_list

pytestmark = pytest.mark.django_db

HEADER = (
    "istat_code,cadastral_code,name,province_code,province,province_name,region_code,latitude,longitude,"
    "population,population_year,valid_from,valid_to,successor\n"
)
BRA = "004029,B111,Bra,004,CN,Cuneo,01,44.69770,7.85130,29000,2023,,,\n"
ALBA = "004003,A124,Alba,004,CN,Cuneo,01,44.70010,8.03570,31000,2023,,,\n"


@pytest.fixture
def load(tmp_path):
    """load(text, *options) → what the command says."""

    def run(text, *options):
        path = tmp_path / "lista"
        path.write_text(text, encoding="utf-8")
        out = StringIO()
        call_command("load_territories", str(path), *options, stdout=out)
        return out.getvalue()

    return run


def rows():
    return sorted(Municipality.objects.values_list("istat_code", "name", "valid_to", "successor__name"))


def test_own_list_has_every_comune_of_both_administrations():
    current = [row for row in read_list(OWN_LIST) if row.valid_to is None]
    assert len([row for row in current if row.province == "TN"]) == 166
    assert len([row for row in current if row.region_code == "01"]) == 1180
    assert len(current) == 1346
    assert all(row.latitude and row.population and row.cadastral_code for row in current)


def test_second_run_changes_nothing():
    out = StringIO()
    call_command("load_territories", stdout=out)
    call_command("load_territories", stdout=out)
    assert out.getvalue().splitlines()[-2:] == [
        "0 created, 0 changed, 0 renamed, 0 closed, 1358 unchanged.",
        "No change.",
    ]
    assert Municipality.objects.current().count() == 1346
    moransengo = Municipality.objects.get(name="Moransengo")
    assert (moransengo.valid_to, moransengo.successor.name) == (datetime.date(2022, 12, 31), "Moransengo-Tonengo")


def test_says_nothing_when_asked_to_be_quiet(load):
    assert load(HEADER + ALBA, "--verbosity=0") == ""
    assert rows() == [("004003", "Alba", None, None)]


def test_changed_fact_is_reported_field_by_field(load):
    load(HEADER + BRA)
    text = load(HEADER + BRA.replace("29000,2023", "29500,2024"))
    assert text.splitlines() == [
        "changed  004029 Bra: population 29000 → 29500, population_year 2023 → 2024",
        "0 created, 1 changed, 0 renamed, 0 closed, 0 unchanged.",
        "Changed fields: population 1, population_year 1.",
    ]


@pytest.mark.parametrize("name", ["BRA", "Brà"], ids=["capitals", "accent"])
def test_other_spelling_is_no_new_name(load, name):
    load(HEADER + BRA)
    text = load(HEADER + BRA.replace("Bra", name))
    assert "0 created, 1 changed, 0 renamed" in text
    assert rows() == [("004029", name, None, None)]


def test_renamed_comune_is_closed_and_points_at_the_new_name(load):
    load(HEADER + BRA)
    bra = Municipality.objects.get()
    text = load(HEADER + BRA.replace("Bra", "Bra del Roero").replace("2023,,", "2023,2026-01-01,"))
    assert "renamed  004029 Bra → Bra del Roero" in text
    assert rows() == [
        ("004029", "Bra", datetime.date(2025, 12, 31), "Bra del Roero"),
        ("004029", "Bra del Roero", None, None),
    ]
    bra.refresh_from_db()
    assert bra.name == "Bra del Roero"


def test_older_list_does_not_bring_a_former_name_back(load):
    load(HEADER + BRA)
    load(HEADER + BRA.replace("Bra", "Bra del Roero"))
    text = load(HEADER + BRA)
    assert "kept     004029 Bra del Roero" in text
    assert "No change." in text


def test_comune_missing_from_a_complete_list_is_closed(load):
    load(HEADER + BRA + ALBA)
    text = load(HEADER + BRA)
    assert "closed   004003 Alba" in text
    alba = Municipality.objects.get(istat_code="004003")
    assert alba.valid_to is not None


def test_comune_missing_from_a_part_goes_on(load):
    load(HEADER + BRA + ALBA)
    assert "No change." in load(HEADER + BRA, "--partial")
    assert Municipality.objects.current().count() == 2


def test_list_that_would_end_many_is_refused_unless_said(load):
    more = "".join(f"00410{n},C10{n},Comune {n},004,CN,Cuneo,01,44.7,8.0,10,2023,,,\n" for n in range(5))
    load(HEADER + BRA + more)
    with pytest.raises(CommandError, match="5 of 6 comuni of province CN are missing"):
        load(HEADER + BRA)
    assert Municipality.objects.current().count() == 6
    load(HEADER + BRA, "--complete")
    assert Municipality.objects.current().count() == 1


def test_dry_run_says_and_does_nothing(load):
    text = load(HEADER + BRA, "--dry-run")
    assert "created  004029 Bra" in text
    assert "nothing was changed" in text
    assert rows() == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (HEADER + BRA + ALBA.replace("44.70010", "nord"), "line 3: latitude is not a number: 'nord'"),
        (HEADER + BRA + ALBA.replace("004003", "4003"), "line 3: istat_code is not valid: '4003'"),
        (HEADER + BRA + ALBA.replace("004003", "001003"), "line 3: comune 001003 is not of province 004"),
        (HEADER + BRA + BRA, "line 3: code 004029 was already given on line 2"),
        (HEADER + "# note\n" + BRA.replace(",,,\n", "\n"), "line 3: 11 columns instead of 14"),
        ("name,province\nBra,CN\n", "line 1: columns missing: cadastral_code, istat_code, province_code"),
        (HEADER, "line 1: no comune found"),
        (HEADER + BRA.replace("Bra", " "), "line 2: the name is missing"),
        ("[\n{]", "line 2: not JSON"),
        ("[\n1]", "line 2: an object per comune is expected"),
    ],
)
def test_bad_file_is_refused_with_line_and_reason(load, text, error):
    with pytest.raises(CommandError, match=r"Nothing was changed\.") as caught:
        load(text)
    assert error in str(caught.value)
    assert rows() == []


def item(**changes):
    return {
        "codice": "004029",
        "nome": "Bra",
        "codiceCatastale": "B111",
        "provincia": {"nome": "Cuneo", "sigla": "CN", "codice": "004", "regione": "Piemonte"},
        "popolazione": 29100,
        "coordinate": {"lat": 44.6977, "lng": 7.8512},
        **changes,
    }


def test_json_of_facts_updates_the_own_list(load):
    load(HEADER + BRA)
    text = load(json.dumps([item()], indent=0))
    assert (
        "changed  004029 Bra: longitude 7.8513 → 7.8512, population 29000 → 29100, population_year 2023 → None"
        in text
    )
    assert "No change." in load(json.dumps([item()], indent=0))


def test_json_says_the_line_of_the_bad_comune(load, tmp_path):
    text = json.dumps([item(), item(codice="004003", codiceCatastale="boh")], indent=1)
    with pytest.raises(CommandError) as caught:
        load(text)
    line = text[: text.index('"004003"')].count("\n")
    assert f"line {line}: cadastral_code is not valid: 'boh'" in str(caught.value)


def test_json_of_an_unknown_region_is_refused(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps([item(provincia={**item()["provincia"], "regione": "Savoia"})]))
    with pytest.raises(BadFile, match="unknown region: 'Savoia'"):
        read_list(path)

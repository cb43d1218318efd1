"""Facts about comuni: files read whole or refused with the line, stored with their source."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from familynet.territories.facts import OWN_FACTS, load_facts, profiles, read_facts
from familynet.territories.models import FactSource, Municipality, MunicipalityFact
from familynet.territories.sources import BadFile
from tests.factories.territories import MunicipalityFactory, ProvinceFactory

HEAD = "# title: Prova\n# licence: CC0\n# year: 2024\n# confirmed: no\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="facts_prova.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def bra(db):
    return MunicipalityFactory(istat_code="004029", name="Bra", population=29000)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("istat_code,surface\n004029,1\n", 1, "head does not say"),
        (HEAD, 1, "no row"),
        (HEAD + "istat_code,altezza\n004029,1\n", 5, "the columns are"),
        (HEAD + "istat_code,surface\n004029\n", 6, "1 columns instead of 2"),
        (HEAD + "istat_code,surface\nBra,1\n", 6, "neither a comune"),
        (HEAD + "istat_code,surface\n004029,tanto\n", 6, "not a number"),
        (HEAD + "istat_code,surface\n004029,0\n", 6, "cannot be the surface"),
        (HEAD + "istat_code,surface\n004029,nan\n", 6, "cannot be the surface"),
        (HEAD + "istat_code,mountain\n004029,0.5\n", 6, "cannot be the mountain"),
        (HEAD + "istat_code,young\n004029,-3\n", 6, "cannot be the young"),
        (HEAD.replace("2024", "presto") + "istat_code,young\n004029,3\n", 1, "year"),
    ],
)
def test_wrong_file_says_where(file, text, line, words):
    with pytest.raises(BadFile, match=words) as raised:
        read_facts(file(text))
    assert raised.value.line == line


def test_facts_are_stored_with_their_source(file, bra):
    text = HEAD + "istat_code,surface,mountain\n004029,59.5,0\n999999,1,1\n"
    report = load_facts(read_facts(file(text)))
    assert (report.stored, report.unknown) == (2, ["999999"])
    fact = MunicipalityFact.objects.get(municipality=bra, kind="surface")
    assert (fact.value, fact.source.title, fact.source.is_confirmed) == (59.5, "Prova", False)
    [known] = profiles(Municipality.objects.filter(pk=bra.pk))
    assert (known.surface, known.mountain, known.young, known.population) == (59.5, 0, None, 29000)


def test_a_second_run_changes_nothing_and_a_newer_file_wins(file, bra):
    read = read_facts(file(HEAD + "istat_code,surface\n004029,59.5\n"))
    load_facts(read)
    load_facts(read)
    assert MunicipalityFact.objects.count() == FactSource.objects.count() == 1
    load_facts(read_facts(file(HEAD + "istat_code,surface\n004029,60\n", "facts_nuova.csv")))
    assert MunicipalityFact.objects.get().value == 60


def test_row_of_a_comune_counts_more_than_that_of_its_province(file, bra):
    other = MunicipalityFactory(province=ProvinceFactory(), istat_code="004003")
    load_facts(read_facts(file(HEAD + "istat_code,mountain\n004029,0\n004,1\n")))
    assert MunicipalityFact.objects.get(municipality=bra).value == 0
    assert MunicipalityFact.objects.get(municipality=other).value == 1


def test_command_stores_nothing_when_one_file_is_wrong(file, bra):
    good = file(HEAD + "istat_code,surface\n004029,1\n")
    bad = file("niente", "facts_rotta.csv")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("load_facts", str(good), str(bad))
    assert not MunicipalityFact.objects.exists()


@pytest.mark.django_db
def test_own_files_tell_every_comune():
    call_command("load_territories", verbosity=0)
    out = StringIO()
    call_command("load_facts", stdout=out)
    assert "unknown" not in out.getvalue()
    known = profiles(Municipality.objects.current())
    assert all(p.surface and p.young is not None and p.old for p in known)
    assert {p.mountain for p in known if p.province == "TN"} == {1}
    assert {p.mountain for p in known if p.province != "TN"} == {None}
    assert all((p.young or 0) + (p.old or 0) < (p.population or 0) for p in known)
    assert len(OWN_FACTS) == 2

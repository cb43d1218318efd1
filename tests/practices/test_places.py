"""Practices of places like mine: contexts kept in line, the ranking, the page, the numbers behind it."""

import csv
import datetime
import io
import json
import math
import random

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from practices import tasks
from practices.actions import create_practice, refresh_contexts, save_draft
from practices.likeness import Context, compare
from practices.models import LikenessFormula, PracticeContext, free_slug
from practices.places import ranked
from tests.factories.places import MunicipalityFactFactory, make_comune, practice_in
from tests.factories.practices import PolicyAreaFactory, PracticeFactory
from tests.factories.territories import MunicipalityFactory, ProvinceFactory

pytestmark = pytest.mark.django_db
URL = "/buone-pratiche/luoghi-simili/"


@pytest.fixture
def small():
    """A comune of the province of Cuneo with 1.500 people on 10 km²."""
    return make_comune(name="Piccolo", istat_code="004901", population=1500)


@pytest.fixture
def twin():
    return make_comune(name="Gemello", istat_code="004902", population=1500)


@pytest.fixture
def city():
    facts = {"surface": 100, "young": 14_000, "old": 20_000}
    return make_comune(name="Cittadona", istat_code="001903", population=100_000, facts=facts, province=turin())


def turin():
    return ProvinceFactory(istat_code="001", abbreviation="TO", name="Torino")


def titles(response):
    return [result["practice"].title for result in response.context["results"]]


# --- Contexts --------------------------------------------------------------------------------


def test_context_follows_the_territory_of_a_draft(editor, piemonte, small, city):
    practice = create_practice(administration=piemonte, title="Nuova", by=editor)
    assert not PracticeContext.objects.exists()
    save_draft(practice, values={"scope": "municipalities", "municipalities": [small]}, by=editor)
    assert practice.context.as_context[:3] == (1, 1500, 150)
    save_draft(practice, values={"municipalities": [small, city]}, by=editor)
    practice.context.refresh_from_db()
    assert practice.context.municipalities == 2
    assert practice.context.provinces == ["CN", "TO"]
    save_draft(practice, values={"scope": "whole"}, by=editor)
    practice.context.refresh_from_db()
    assert (practice.context.municipalities, practice.context.regions) == (2, ["01"])


def test_of_another_area_only_the_province_is_known(editor, piemonte, small):
    practice = create_practice(administration=piemonte, title="Valle", by=editor)
    save_draft(practice, values={"scope": "area", "area_name": "Valle", "province_codes": ["CN"]}, by=editor)
    assert practice.context.as_context == (None,) * 6 + (("CN",), ("01",))


def test_all_contexts_follow_new_facts(small, twin):
    practice = practice_in(small)
    whole = PracticeFactory(published=True)
    small.facts.filter(kind="surface").update(value=15)
    MunicipalityFactFactory(municipality=small, kind="mountain", value=1)
    assert refresh_contexts() == 2
    for _twice in range(2):
        tasks.contexts.refresh_contexts(timestamp=0)
    practice.context.refresh_from_db()
    assert (practice.context.density, practice.context.mountain) == (100, 1)
    assert whole.context.municipalities == 2
    call_command("refresh_contexts", verbosity=0)


# --- The page --------------------------------------------------------------------------------


def test_likeliest_place_first_with_its_reason(client_as, small, twin, city):
    practice_in(city, title="In città")
    practice_in(twin, title="Nel gemello")
    PracticeFactory(published=True, title="Senza contesto")
    response = client_as().get(URL, {"comune": "Piccolo (CN)"})
    assert titles(response) == ["Nel gemello", "In città"]
    first, second = response.context["results"]
    assert first["score"] == 100
    assert second["score"] < 50
    text = response.content.decode()
    assert "Come il tuo luogo:</strong> da 1.000 a 1.999 abitanti" in text
    assert "Comuni più grandi (da 100.000 a 249.999 abitanti)" in text
    assert "Il punteggio usa il 80 per cento dei pesi" in text
    assert "100,0" in text


def test_a_practice_of_which_little_is_known_comes_last_without_a_score(client_as, small, twin):
    practice = practice_in(twin, title="Valle", scope="area", province_codes=["CN"])
    practice_in(twin, title="Comune")
    response = client_as().get(URL, {"codice": small.istat_code})
    assert titles(response) == ["Comune", "Valle"]
    assert response.context["results"][1]["score"] is None
    assert practice.context.provinces == ["CN"]
    assert "si sa troppo poco" in response.content.decode()


def test_only_published_practices(client_as, small):
    for state in ("submitted", "archived", "rejected"):
        practice_in(small, **{"published": False, state: True})
    assert titles(client_as().get(URL, {"codice": small.istat_code})) == []


def test_province_as_a_place(client_as, small, twin, city):
    practice_in(city)
    response = client_as().get(URL, {"provincia": "CN"})
    assert response.context["place"].context.municipalities == 2
    assert "Provincia di Cuneo" in response.content.decode()


def test_several_comuni_as_a_place(client_as, small, city):
    response = client_as().get(URL, {"codice": [small.istat_code, city.istat_code]})
    assert response.context["place"].name == "Cittadona (TO), Piccolo (CN)" or response.context["place"].name
    assert response.context["place"].context.municipalities == 2


def test_area_of_policy_narrows_and_counts(client_as, small, twin):
    practice_in(twin, title="Altra", policy_area=PolicyAreaFactory(code="altra", name="Altra area"))
    practice_in(twin, title="Prima")
    response = client_as().get(URL, {"codice": small.istat_code, "area": "altra"})
    assert titles(response) == ["Altra"]
    [facet] = response.context["facets"]
    assert {value.value: (value.count, value.selected) for value in facet.values} == {
        "altra": (1, True),
        "welfare-territoriale": (1, False),
    }


def test_pages_go_on_where_the_last_one_ended(client_as, small, twin):
    for _number in range(13):
        practice_in(twin)
    response = client_as().get(URL, {"codice": small.istat_code, "page": 2})
    assert len(response.context["results"]) == 1
    assert '<ol class="practice-list places-list" start="13">' in response.content.decode()
    assert client_as().get(URL, {"codice": small.istat_code, "page": "xyz"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("comune=Nessuno", "Nessun Comune del Trentino o del Piemonte"),
        ("comune=Piccolo&provincia=CN", "Scegli un Comune oppure una provincia"),
        ("provincia=ZZ", "provincia"),
        ("codice=999999", "Nessun Comune di oggi ha questo codice"),
        ("codice=%00&area=%00", "Scegli il tuo Comune"),
        ("comune=%00", "Pratiche di luoghi come il mio"),
        ("", "Scegli il tuo Comune"),
    ],
)
def test_a_wrong_choice_says_what_to_do(client_as, small, query, words):
    response = client_as().get(f"{URL}?{query}")
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "results" not in response.context


def test_several_comuni_with_the_same_name_are_asked_for(client_as, small):
    MunicipalityFactory(name="Piccolo", istat_code="001904", province=turin())
    response = client_as().get(URL, {"comune": "Piccolo"})
    assert "Quale di questi?" in response.content.decode()


def test_without_a_formula_the_page_says_so(client_as, small):
    LikenessFormula.objects.all().delete()
    response = client_as().get(URL, {"codice": small.istat_code})
    assert "Il confronto non è disponibile" in response.content.decode()


def test_a_new_version_of_the_formula_counts_from_its_day(client_as, small, twin, city):
    practice_in(city, title="In città")
    old = LikenessFormula.objects.get()
    today = timezone.localdate()
    old.valid_to = today - datetime.timedelta(days=1)
    old.save()
    weights = dict.fromkeys(old.weights, 0) | {"scale": 1}
    LikenessFormula.objects.create(
        version="nuova",
        reason="Prova",
        weights=weights,
        reaches=old.reaches,
        size_classes=old.size_classes,
        classes_source="Prova",
        valid_from=today,
    )
    response = client_as().get(URL, {"codice": small.istat_code})
    assert response.context["results"][0]["score"] == 100


def test_hostile_names_are_text(client_as, small):
    evil = '<script>alert("x")</script>'
    practice_in(make_comune(name=evil, population=1500), title=evil)
    text = client_as().get(URL, {"codice": small.istat_code}).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize("count", [1, 30])
def test_number_of_queries_does_not_depend_on_rows(client_as, small, twin, city, count, django_assert_num_queries):
    for _number in range(count):
        practice_in(twin)
        practice_in(city)
    with django_assert_num_queries(9):
        response = client_as().get(URL, {"codice": small.istat_code})
    assert response.status_code == 200


def test_method_shows_formula_sources_and_versions(client_as, small):
    text = client_as().get(reverse("practices:places_method")).content.decode()
    for words in ("100 × somma (peso × somiglianza)", "da 20.000 a 59.999 abitanti", "Fonte di prova", "2026"):
        assert words in text


def test_links_lead_here(client_as):
    assert reverse("practices:places") in client_as().get(reverse("practices:list")).content.decode()


def test_no_practice_takes_the_address():
    assert free_slug("Luoghi simili") == "luoghi-simili-2"


# --- The numbers -----------------------------------------------------------------------------


def recomputed(row, formula):
    """The score of one row of the JSON, from its inputs only; written apart from practices/likeness.py."""
    here = {key[6:]: value for key, value in row.items() if key.startswith("luogo_")}
    there = {key[8:]: value for key, value in row.items() if key.startswith("pratica_")}
    reach = formula["differenze_massime"]

    def near(difference, width):
        return max(0, 1 - abs(difference) / width)

    def size_class(people):
        return sum(start <= round(people) for start in formula["classi_abitanti"])

    def common(name):
        a, b = set(here[name].split()), set(there[name].split())
        return len(a & b) / len(a | b)

    parts = {"provincia": (common("province") + common("regioni")) / 2}
    if here["abitanti_comune_tipico"] and there["abitanti_comune_tipico"]:
        steps = size_class(here["abitanti_comune_tipico"]) - size_class(there["abitanti_comune_tipico"])
        parts["dimensione"] = near(steps, reach["dimensione"])
    if here["abitanti_per_km2"] and there["abitanti_per_km2"]:
        doublings = math.log(here["abitanti_per_km2"] / there["abitanti_per_km2"], 2)
        parts["densita"] = near(doublings, reach["densita"])
    if here["comuni"] and there["comuni"]:
        parts["numero_comuni"] = near(math.log(here["comuni"] / there["comuni"], 10), reach["numero_comuni"])
    for name, key in (
        ("montagna", "quota_montana"),
        ("bambini", "bambini_per_cento"),
        ("anziani", "anziani_per_cento"),
    ):
        if here[key] is not None and there[key] is not None:
            parts[name] = near(here[key] - there[key], reach[name])
    weight = sum(formula["pesi"][name] for name in parts)
    if weight < formula["parte_nota_minima"] * sum(formula["pesi"].values()):
        return None
    return 100 * sum(formula["pesi"][name] * part for name, part in parts.items()) / weight


def test_every_score_can_be_computed_from_what_is_exported(client_as, small, twin, city):
    MunicipalityFactFactory(municipality=small, kind="mountain", value=1)
    MunicipalityFactFactory(municipality=city, kind="mountain", value=0)
    practice_in(city)
    practice_in(twin)
    practice_in(twin, city)
    practice_in(twin, scope="area", province_codes=["CN"])
    shown = client_as().get(URL, {"codice": small.istat_code}).context["results"]
    data = client_as().get(reverse("practices:places_json"), {"codice": small.istat_code}).json()
    assert [row["titolo"] for row in data["pratiche"]] == [result["practice"].title for result in shown]
    assert len(shown) == 4
    for row, result in zip(data["pratiche"], shown, strict=True):
        again = recomputed(row, data["formula"])
        assert row["punteggio"] == result["score"]
        assert row["punteggio"] == (None if again is None else pytest.approx(again, abs=0.0501))


def test_csv_has_the_same_rows_and_no_formula_of_a_spreadsheet(client_as, small, twin):
    practice_in(twin, title="=1+1")
    response = client_as().get(reverse("practices:places_csv"), {"codice": small.istat_code})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["titolo"] == "'=1+1"
    assert (float(row["punteggio"]), float(row["luogo_abitanti_comune_tipico"])) == (100, 1500)
    assert "contatto" not in text


@override_settings(SITE_URL="https://familynet.example")
def test_json_names_place_formula_and_address(client_as, small, twin):
    practice = practice_in(twin)
    response = client_as().get(reverse("practices:places_json"), {"comune": "Piccolo"})
    data = json.loads(response.content)
    assert (data["luogo"], data["comuni"], data["formula"]["versione"]) == ("Piccolo (CN)", ["004901"], "2026")
    assert data["pratiche"][0]["indirizzo"] == f"https://familynet.example{practice.get_absolute_url()}"


@pytest.mark.parametrize("name", ["places_csv", "places_json"])
@pytest.mark.parametrize("query", ["", "codice=999999", "comune=Nessuno"])
def test_no_numbers_without_a_place(client_as, small, name, query):
    assert client_as().get(f"{reverse(f'practices:{name}')}?{query}").status_code == 404


@pytest.mark.parametrize("unknown", [(), ("mountain",), ("population", "density"), ("young", "old", "provinces")])
def test_the_order_of_the_database_is_that_of_the_formula(unknown):
    """Random places: the expression of places.py against the arithmetic of likeness.py, to the last tenth."""
    chance = random.Random(8)
    formula = LikenessFormula.objects.get().as_formula()
    everything = [random_context(chance) for _number in range(60)]
    for context in everything:
        values = {name: list(v) if isinstance(v, tuple) else v for name, v in context._asdict().items()}
        PracticeContext.objects.create(practice=PracticeFactory(published=True), **values)
    empty = {name: () if name == "provinces" else None for name in unknown}
    for place in everything[:10]:
        here = place._replace(**empty)
        for row in ranked(here, formula):
            told = compare(here, row.as_context, formula).score
            assert (row.likeness is None) == (told is None)
            assert told is None or row.likeness / 10 == pytest.approx(told, abs=0.1001)


def random_context(chance):
    codes = tuple(sorted(chance.sample(["AL", "AT", "BI", "CN", "NO", "TN", "TO"], chance.randint(0, 3))))
    known = {
        "municipalities": chance.choice([1, 1, 2, 12, 1180]),
        "population": chance.choice([1, 499.6, 500, 1999.5, 4000.3, 900_000]),
        "density": round(chance.uniform(1, 3000), 2),
        "mountain": chance.choice([0, 0.25, 1]),
        "young": round(chance.uniform(5, 20), 2),
        "old": round(chance.uniform(15, 45), 2),
    }
    values = {name: value if chance.random() < 0.8 else None for name, value in known.items()}
    regions = tuple(sorted({"04" if code == "TN" else "01" for code in codes}))
    return Context(**values, provinces=codes, regions=regions)

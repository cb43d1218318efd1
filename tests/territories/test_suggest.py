"""Finding a comune by what people type."""

import pytest
from django import forms
from django.core.management import call_command
from django.urls import reverse

from familynet.territories.forms import MunicipalityField
from familynet.territories.models import Municipality
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db


class PlaceForm(forms.Form):
    place = MunicipalityField()


@pytest.fixture
def comuni():
    call_command("load_territories", verbosity=0)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("s michele adige", "San Michele all'Adige"),
        ("venaria", "Venaria Reale"),
        ("mondovi", "Mondovì"),
        ("MONDOVÌ", "Mondovì"),
        ("bra", "Bra"),
        ("borgo d anaunia", "Borgo d'Anaunia"),
        ("venarria", "Venaria Reale"),
        ("sen jan", "San Giovanni di Fassa-Sèn Jan"),
    ],
)
def test_suggest_finds(client, comuni, typed, name):
    results = client.get(reverse("territories:suggest"), {"q": typed}).json()["results"]
    assert results[0]["label"].startswith(name + " (")
    assert len(results) <= 10


@pytest.mark.parametrize("typed", ["", "b", "  ", "%%", "qqqqqqqq"])
def test_suggest_gives_nothing_for_too_little(client, comuni, typed):
    assert client.get(reverse("territories:suggest"), {"q": typed}).json() == {"results": []}


def test_suggest_leaves_closed_comuni_out(client, comuni):
    labels = [r["label"] for r in client.get(reverse("territories:suggest"), {"q": "tonengo"}).json()["results"]]
    assert labels == ["Moransengo-Tonengo (AT)"]


def test_suggest_is_public_cacheable_and_without_a_cookie(client, db):
    response = client.get(reverse("territories:suggest"), {"q": "bra"})
    assert set(response["Cache-Control"].split(", ")) == {"max-age=3600", "public"}
    assert response.cookies == {}


@pytest.mark.parametrize("rows", [1, 30])
def test_suggest_queries_are_constant(client, django_assert_num_queries, rows):
    MunicipalityFactory.create_batch(rows)
    with django_assert_num_queries(2):
        client.get(reverse("territories:suggest"), {"q": "comune"})


def test_field_takes_the_only_match_without_a_script():
    bra = MunicipalityFactory(name="Bra")
    form = PlaceForm({"place": "bra"})
    assert form.is_valid()
    assert form.cleaned_data == {"place": bra}


def test_field_takes_what_the_suggestion_wrote():
    bra = MunicipalityFactory(name="Bra")
    MunicipalityFactory(name="Bra Nuova")
    form = PlaceForm({"place": "Bra (CN)", "place_key": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"place": bra}


def test_field_asks_when_several_match():
    MunicipalityFactory(name="San Michele Mondovì")
    adige = MunicipalityFactory(name="San Michele all'Adige", trento=True)
    form = PlaceForm({"place": "san michele"})
    assert form.errors == {"place": ["Più Comuni corrispondono a “san michele”: scegli quello giusto."]}
    html = str(form["place"])
    assert html.count('type="radio"') == 2
    assert 'name="place_asked" value="san michele"' in html
    answer = PlaceForm({"place": "san michele", "place_asked": "san michele", "place_choice": str(adige.pk)})
    assert answer.is_valid()
    assert answer.cleaned_data == {"place": adige}


def test_field_ignores_an_answer_to_other_words():
    bra, alba = MunicipalityFactory(name="Bra"), MunicipalityFactory(name="Alba")
    form = PlaceForm({"place": "alba", "place_asked": "bra", "place_choice": str(bra.pk)})
    assert form.is_valid()
    assert form.cleaned_data == {"place": alba}


def test_field_ignores_a_key_whose_words_were_changed():
    bra, alba = MunicipalityFactory(name="Bra"), MunicipalityFactory(name="Alba")
    form = PlaceForm({"place": "Alba", "place_key": str(bra.pk)})
    assert form.is_valid()
    assert form.cleaned_data == {"place": alba}


def test_field_says_when_nothing_matches():
    form = PlaceForm({"place": "Parigi"})
    assert form.errors == {
        "place": ["Nessun Comune del Trentino o del Piemonte si chiama “Parigi”. Controlla il nome."]
    }


def test_field_refuses_a_closed_comune(comuni):
    closed = Municipality.objects.get(name="Moransengo")
    form = PlaceForm({"place": "Moransengo (AT)", "place_key": str(closed.pk)})
    assert form.is_valid()
    assert form.cleaned_data["place"].name == "Moransengo-Tonengo"


def test_field_shows_what_the_form_starts_with():
    bra = MunicipalityFactory(name="Bra")
    html = str(PlaceForm(initial={"place": bra.pk})["place"])
    assert 'value="Bra (CN)"' in html
    assert f'name="place_key" value="{bra.pk}"' in html


def test_field_escapes_what_was_typed():
    html = str(PlaceForm({"place": '"><script>'})["place"])
    assert "&quot;&gt;&lt;script&gt;" in html

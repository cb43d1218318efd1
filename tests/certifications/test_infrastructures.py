"""Family infrastructures: typed features, who writes and who publishes, list, map and downloads."""

import csv
import datetime
import io
import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from certifications.actions import move_infrastructure, save_infrastructure
from certifications.features import clean_features, code_labels, codes_of, described
from certifications.models import Infrastructure, InfrastructureKind
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.infrastructures import InfrastructureFactory, InfrastructureKindFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

ASKED = InfrastructureKindFactory._meta.pre_declarations["features"].declaration
LIST = "/infrastrutture/"


def officer_of(administration):
    user = UserFactory(administration=administration)
    RoleAssignmentFactory(user=user, role=Role.CERTIFICATION_OFFICER, administration=administration)
    return user


# --- Features ------------------------------------------------------------------------------------


def test_features_are_kept_by_type_and_described():
    given_values = {"ombra": True, "eta": "piccoli", "posti": 3, "colore": "rosso", "unknown": "x"}
    values = clean_features(ASKED, given_values)
    assert values == {"ombra": True, "eta": "piccoli", "posti": 3.0, "colore": "rosso"}
    assert codes_of(ASKED, values) == ["ombra", "eta:piccoli"]
    assert list(described(ASKED, values)) == [
        ("All'ombra", "Sì"),
        ("Età", "piccoli"),
        ("Posti", "3"),
        ("Colore", "rosso"),
    ]
    assert set(codes_of(ASKED, values)) <= set(code_labels(ASKED))


@pytest.mark.parametrize(
    ("code", "value"),
    [("ombra", "sì"), ("eta", "medi"), ("posti", -1), ("posti", "tre"), ("posti", True), ("colore", "x" * 201)],
)
def test_features_of_another_type_are_refused(code, value):
    with pytest.raises(ValueError, match=code):
        clean_features(ASKED, {code: value})


@given(
    st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)))
)
def test_features_that_nobody_asks_are_never_kept(values):
    known = {feature["code"] for feature in ASKED}
    refused = ""
    try:
        values = clean_features(ASKED, values)
    except ValueError as error:
        refused = str(error)
    assert refused in known if refused else set(values) <= known


# --- Actions -------------------------------------------------------------------------------------


@pytest.fixture
def place(db):
    return InfrastructureFactory()


def new_place(owner, **fields):
    return Infrastructure(
        kind=InfrastructureKindFactory(), name="Nuova", owner=owner, municipality=owner.municipality, **fields
    )


def test_owner_writes_and_the_office_publishes(db):
    owner = OrganisationFactory()
    contact = OrganisationMemberFactory(organisation=owner, role="contact").user
    made = save_infrastructure(infrastructure=new_place(owner), features={"ombra": True}, by=contact)
    assert (made.state, made.features, made.feature_codes) == ("draft", {"ombra": True}, ["ombra"])
    with pytest.raises(PermissionDenied):
        move_infrastructure(infrastructure=made, name="publish", by=contact)
    move_infrastructure(infrastructure=made, name="publish", by=officer_of(owner.administration))
    with pytest.raises(PermissionDenied):
        save_infrastructure(infrastructure=made, features={}, by=contact)
    assert [entry.verb for entry in HistoryEntry.objects.of(made)] == ["publish", "start"]


def test_people_of_others_write_nothing(db):
    stranger = OrganisationMemberFactory().user
    with pytest.raises(PermissionDenied):
        save_infrastructure(infrastructure=new_place(OrganisationFactory()), features={}, by=stranger)


def test_officer_who_acts_for_the_owner_does_not_publish(place):
    officer = officer_of(place.administration)
    OrganisationMemberFactory(organisation=place.owner, user=officer)
    with pytest.raises(PermissionDenied):
        move_infrastructure(infrastructure=place, name="publish", by=officer)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"latitude": 45.0}, "__all__"),
        ({"latitude": 95.0, "longitude": 7.0}, "latitude"),
        ({"checked_on": datetime.date(2999, 1, 1)}, "checked_on"),
    ],
)
def test_place_refuses(db, fields, where):
    owner = OrganisationFactory()
    by = officer_of(owner.administration)
    with pytest.raises(ValidationError) as error:
        save_infrastructure(infrastructure=new_place(owner, **fields), features={}, by=by)
    assert where in error.value.message_dict
    assert not Infrastructure.objects.exists()


def test_certificate_of_another_organisation_is_refused(place):
    place.certificate = CertificateFactory()
    with pytest.raises(ValidationError) as error:
        save_infrastructure(infrastructure=place, features={}, by=officer_of(place.administration))
    assert "certificate" in error.value.message_dict


def test_first_kinds_are_there_and_the_unconfirmed_one_says_so(db):
    migration = import_module("certifications.migrations.0083_first_infrastructure_kinds")
    migration.make(apps, None)
    kinds = dict(InfrastructureKind.objects.values_list("slug", "is_confirmed"))
    assert kinds["baby-little-home"]
    assert kinds["sentiero-famiglia"]
    assert not kinds["parcheggio-rosa"]


# --- Pages ---------------------------------------------------------------------------------------


def test_list_filters_by_kind_feature_and_text(db, client_as):
    InfrastructureFactory(published=True, name="All'ombra", feature_codes=["ombra", "eta:piccoli"])
    InfrastructureFactory(published=True, name="Al sole", feature_codes=["eta:piccoli"])
    InfrastructureFactory(name="Bozza")
    browser = client_as()
    everything = browser.get(LIST).text
    assert "All&#x27;ombra" in everything
    assert "Bozza" not in everything
    shaded = browser.get(f"{LIST}?caratteristica=ombra&tipo=panchina-rosa").text
    assert ">Al sole<" not in shaded
    assert "<strong>1</strong> luogo" in shaded
    assert "<strong>1</strong> luogo" in browser.get(f"{LIST}?q=sole").text
    assert "Nessun luogo trovato" in browser.get(f"{LIST}?tipo=mancante").text


def test_map_draws_exact_places_and_those_of_the_comune(db, client_as):
    InfrastructureFactory(published=True, name="Precisa", latitude=44.7, longitude=7.85)
    page = client_as().get(f"{LIST}?vista=mappa").text
    assert "Panchina: Precisa" in page
    assert "territory-map" in page


def test_downloads_hold_what_is_public(db, client_as):
    made = InfrastructureFactory(
        published=True, name="=Formula", latitude=44.7, longitude=7.85, features={"posti": 3.0}
    )
    InfrastructureFactory(name="Bozza")
    browser = client_as()
    rows = list(
        csv.DictReader(
            io.StringIO(browser.get("/infrastrutture.csv").getvalue().decode("utf-8-sig")), delimiter=";"
        )
    )
    assert [(row["Nome"], row["Caratteristiche"]) for row in rows] == [("'=Formula", "Posti: 3")]
    collection = json.loads(browser.get("/infrastrutture.geojson").content)
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [7.85, 44.7]}
    assert feature["properties"]["pagina"].endswith(f"/infrastrutture/{made.public_id}/")


@pytest.mark.parametrize("rows", [1, 15])
@pytest.mark.parametrize("view", ["", "?vista=mappa"])
def test_list_asks_a_fixed_number_of_queries(db, client_as, django_assert_max_num_queries, rows, view):
    InfrastructureFactory.create_batch(rows, published=True)
    with django_assert_max_num_queries(12):
        client_as().get(f"{LIST}{view}")


@pytest.mark.parametrize("junk", ["%00", "9" * 3000, "a" * 3000, "%3Cscript%3E", "[]", "-1"])
def test_junk_parameters_find_nothing_and_break_nothing(db, client_as, junk):
    browser = client_as()
    for name in ("q", "tipo", "provincia", "comune", "caratteristica", "page", "vista"):
        response = browser.get(f"{LIST}?{name}={junk}")
        assert response.status_code in (200, 400), name
        assert "<script>" not in response.text


def test_journey_of_a_place_from_the_owner_to_the_page(db, client_as):
    owner = OrganisationFactory()
    contact = OrganisationMemberFactory(organisation=owner, role="contact").user
    InfrastructureKindFactory()
    browser = client_as(contact)
    first = browser.get(reverse("certifications:infrastructure_new"))
    assert "Panchina" in first.text
    url = f"{reverse('certifications:infrastructure_new')}?tipo=panchina-rosa"
    sent = {
        "name": "Al parco",
        "owner": owner.name,
        "municipality": str(owner.municipality),
        "feature_ombra": "on",
        "feature_posti": "tre",
    }
    page = browser.post(url, sent)
    assert page.status_code == 200
    assert 'value="Al parco"' in page.text
    response = browser.post(url, {**sent, "feature_posti": "3"})
    assert response.status_code == 302, response.text
    made = Infrastructure.objects.get()
    step = reverse("certifications:infrastructure_step", args=[made.public_id, "publish"])
    client_as(officer_of(owner.administration)).post(step)
    public = client_as().get(reverse("certifications:infrastructure", args=[made.public_id])).text
    for words in ("Al parco", "All&#x27;ombra", "Posti"):
        assert words in public

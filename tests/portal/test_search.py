"""Search over everything public: grouped, marked, constant in queries; hidden records stay hidden."""

from datetime import UTC, datetime

import pytest

from familynet.organisations.models import Organisation
from familynet.portal.search import Part, marked, search
from tests.factories.certifications import CertificateFactory
from tests.factories.districts import DistrictFactory
from tests.factories.events import EventFactory
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


def titles(text):
    return {str(g.title): ["".join(p.text for p in r.title) for r in g.results] for g in search(text)}


def test_each_area_gives_its_own_group():
    organisation = OrganisationFactory(name="Comune di Primiero")
    CertificateFactory(organisation=organisation)
    DistrictFactory(name="Distretto Primiero", state="active")
    NetworkFactory(name="Rete Primiero")
    PracticeFactory(published=True, title="Asilo nel bosco di Primiero")
    EventFactory(title="Visita a Primiero")

    assert titles("primiero") == {
        "Organizzazioni": ["Comune di Primiero"],
        "Certificati": ["Family in Italia – Comune di Primiero"],
        "Buone pratiche": ["Asilo nel bosco di Primiero"],
        "Incontri": ["Visita a Primiero"],
        "Distretti famiglia": ["Distretto Primiero"],
        "Reti": ["Rete Primiero"],
    }


def test_an_event_says_its_kind_its_day_and_its_place():
    EventFactory(
        title="Laboratorio di Primiero",
        state="published",
        starts_at=datetime(2026, 3, 9, 23, 30, tzinfo=UTC),
        ends_at=datetime(2026, 3, 10, 2, tzinfo=UTC),
    )

    [group] = search("primiero")

    assert str(group.title) == "Incontri"
    assert "10 marzo 2026" in str(group.results[0].note)


def test_what_is_not_public_is_not_found():
    OrganisationFactory(name="Ditta Riservata")
    MembershipFactory(organisation__name="Ente Riservata", resolved=True)
    merged = OrganisationFactory(name="Doppia Riservata", state="merged", merged_into=OrganisationFactory())
    CertificateFactory(organisation__name="Altra")
    DistrictFactory(name="Distretto Riservata", state="proposed")
    PracticeFactory(title="Bozza riservata")
    EventFactory(title="Visita riservata", officials=True)
    EventFactory(title="Visita riservata in bozza", draft=True)

    assert merged.state == Organisation.State.MERGED
    assert titles("riservata") == {}


def test_organisation_is_found_by_fiscal_code():
    CertificateFactory(organisation__name="Museo", organisation__fiscal_code="99999028881")

    assert titles("99999028881")["Organizzazioni"] == ["Museo"]


def test_accents_and_case_do_not_matter():
    CertificateFactory(organisation__name="Città dei Bambini")

    assert titles("CITTA bambini")["Organizzazioni"] == ["Città dei Bambini"]


@pytest.mark.parametrize("text", ["", "   ", "!!!", "\x00", "a\x00b", "%", "'; DROP", "x" * 500])
def test_strange_text_is_answered_with_a_page(client, text):
    assert client.get("/cerca/", {"q": text}).status_code == 200


def test_hits_are_marked_at_the_beginning_of_words():
    assert marked("Comune di Bra", ["bra"]) == [
        Part("Comune"),
        Part(" "),
        Part("di"),
        Part(" "),
        Part("Bra", True),
    ]


def test_page_marks_hits_and_escapes_names(client):
    CertificateFactory(organisation__name="Bra <script>alert(1)</script>")

    html = client.get("/cerca/", {"q": "bra"}).text

    assert "<mark>Bra</mark>" in html
    assert "<script>alert" not in html


def test_page_without_hits_says_so(client):
    assert "Nessun risultato" in client.get("/cerca/", {"q": "qwertyuiop"}).text


@pytest.mark.parametrize("number", [1, 30])
def test_page_asks_the_same_number_of_queries(client, django_assert_num_queries, number):
    for index in range(number):
        CertificateFactory(organisation__name=f"Casa {index}")
        DistrictFactory(name=f"Casa distretto {index}", state="active")
        NetworkFactory(name=f"Casa rete {index}")
    for index in range(max(number, 3)):
        PracticeFactory(published=True, title=f"Casa per tutti {index}")

    with django_assert_num_queries(QUERIES):
        client.get("/cerca/", {"q": "casa"})


QUERIES = 17


def test_search_stays_within_nineteen_queries_when_words_must_be_guessed(client, django_assert_max_num_queries):
    PracticeFactory(published=True, title="Passeggini in prestito")

    with django_assert_max_num_queries(19):
        client.get("/cerca/", {"q": "pasegini"})

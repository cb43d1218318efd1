"""Suggestions while typing: public names only, at most eight, few queries, no cookie, not too often."""

import pytest
from django.db import connection

from familynet.portal.search.results import contains_all
from familynet.portal.search.sources import known_organisations
from familynet.portal.suggestions import Suggestion, shared_out, suggest
from familynet.portal.views import search as view
from tests.factories.certifications import CertificateFactory
from tests.factories.districts import DistrictFactory
from tests.factories.networks import NetworkFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import PolicyAreaFactory, PracticeFactory

pytestmark = pytest.mark.django_db
URL = "/cerca/suggerimenti/"


def labels(text):
    return [(found["note"], found["label"]) for found in suggest(text)]


def test_every_kind_gives_its_names_in_the_order_of_the_kinds():
    CertificateFactory(organisation__name="Comune di Primiero", organisation__kind="municipality")
    DistrictFactory(name="Distretto Primiero", state="active")
    NetworkFactory(name="Rete Primiero")
    PracticeFactory(
        published=True,
        title="Asilo di Primiero",
        policy_area=PolicyAreaFactory(code="primiero", name="Area primiero"),
    )
    assert labels("primi") == [
        ("Buona pratica", "Asilo di Primiero"),
        ("Area di intervento", "Area primiero"),
        ("Comune", "Comune di Primiero"),
        ("Distretto famiglia", "Distretto Primiero"),
        ("Rete", "Rete Primiero"),
    ]


def test_what_is_not_public_is_never_suggested():
    OrganisationFactory(name="Ditta Riservata")
    DistrictFactory(name="Distretto Riservata", state="proposed")
    for state in ({}, {"submitted": True}, {"rejected": True}, {"archived": True}):
        PracticeFactory(title="Bozza riservata", **state)
    assert labels("riserv") == []


@pytest.mark.parametrize("text", ["", "  ", "ab", "!!!", "%%%", "___", "\\", "motocicletta", "x" * 500])
def test_nothing_for_little_or_strange_text(client, text):
    PracticeFactory(published=True, title="Abaco")
    assert client.get(URL, {"q": text}).json() == {"results": []}


def test_null_character_is_left_out(client):
    PracticeFactory(published=True, title="Abaco")
    assert len(client.get(URL, {"q": "aba\x00co"}).json()["results"]) == 1


def test_names_that_begin_so_come_first_and_only_beginnings_of_words_count():
    for title in ("Una casa", "Casa aperta", "Accasarsi", "Case di montagna"):
        PracticeFactory(published=True, title=title)
    assert [label for _kind, label in labels("CASA")] == ["Casa aperta", "Una casa"]


def test_room_is_shared_out_among_the_kinds():
    kinds = [[Suggestion(f"{kind}{n}", kind, "/") for n in range(3)] for kind in "abcd"]
    assert [s.label for s in shared_out(kinds)] == ["a0", "a1", "b0", "b1", "c0", "c1", "d0", "d1"]
    assert [s.label for s in shared_out([kinds[0], [], []])] == ["a0", "a1", "a2"]


@pytest.mark.parametrize("rows", [1, 30])
def test_number_of_queries_is_the_same(rows, django_assert_num_queries):
    for number in range(rows):
        PracticeFactory(published=True, title=f"Casa {number}")
        CertificateFactory(organisation__name=f"Casa {number}")
        DistrictFactory(name=f"Casa {number}", state="active")
        NetworkFactory(name=f"Casa {number}")
    with django_assert_num_queries(6):
        assert len(suggest("casa")) == min(4 * rows, 8)


def test_answer_may_be_kept_and_sets_no_cookie(client):
    response = client.get(URL, {"q": "casa"})
    assert (response["Cache-Control"], response.cookies) == ("public, max-age=300", {})
    assert response["Content-Type"] == "application/json"


def test_who_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(view, "SUGGESTIONS", 2)
    statuses = [client.get(URL, {"q": "casa"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_english_page_is_suggested_in_english(client):
    PracticeFactory(published=True, title="Abaco")
    found = client.get("/en" + URL, {"q": "abaco"}).json()["results"]
    assert found[0]["url"].startswith("/en/")


def test_names_are_looked_up_without_a_table_of_all_certificates():
    """A hashed subplan reads every certificate before the first name is looked at."""
    near = known_organisations().filter(contains_all("folded_name", ["comune"])).order_by().values("pk")[:200]
    with connection.cursor() as cursor:
        # However few rows a test has: a subplan that may be hashed is hashed now.
        for way in ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"):
            cursor.execute(f"SET LOCAL {way} = off")
    assert "hashed SubPlan" not in near.explain()

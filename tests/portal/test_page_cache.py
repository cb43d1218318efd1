"""The cache of public pages: no cookie, one query on a hit, renewed by every write with consequences."""

import time

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.urls import reverse

from familynet.kernel import remembered
from familynet.kernel.history import record
from familynet.portal import page_cache
from tests.factories.organisations import OrganisationFactory

PAGE = "/privacy/"


@pytest.fixture(autouse=True)
def _pages_are_kept(settings, db):
    settings.PUBLIC_PAGE_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def test_public_page_without_session_sets_no_cookie_and_does_not_vary_on_it(client):
    response = client.get(PAGE)

    assert response.cookies == {}
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_public_page_asked_again_costs_one_query(client, django_assert_num_queries):
    first = client.get(PAGE)

    with django_assert_num_queries(1):
        second = client.get(PAGE)

    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


def test_kept_page_carries_the_same_headers(client):
    first, second = client.get(PAGE), client.get(PAGE)

    kept = {name: value for name, value in first.items() if name != "Content-Security-Policy"}
    assert {name: value for name, value in second.items() if name != "Content-Security-Policy"} == kept
    for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert second.has_header(name)
    assert "default-src 'none'" in second["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in second["Content-Security-Policy"]


def test_reader_who_has_the_page_gets_not_modified(client):
    etag = client.get(PAGE)["ETag"]

    response = client.get(PAGE, headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_page_is_compressed_for_who_accepts_it(client):
    plain, small = client.get(PAGE), client.get(PAGE, headers={"Accept-Encoding": "gzip, br"})

    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content)
    assert small["ETag"] != plain["ETag"]


def test_history_entry_makes_an_old_page_unreachable(client, django_assert_num_queries):
    client.get(PAGE)
    organisation = OrganisationFactory()
    with transaction.atomic():
        record(organisation, "test", label="Prova", by=None)

    with django_assert_num_queries(2):  # the number of the history, the administrations of the frame
        client.get(PAGE)


def test_first_entry_of_an_empty_history_counts(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE kernel_historyentry_id_seq RESTART WITH 1")
    before = remembered.history_version()
    organisation = OrganisationFactory()
    with transaction.atomic():
        record(organisation, "test", label="Prova", by=None)

    assert (before, remembered.history_version()) == (0, 1)


def test_signed_in_person_neither_gets_nor_fills_the_cache(client, client_as, official, trento):
    person = official("practice_editor", trento, full_name="Persona Riconoscibile")
    signed_in = client_as(person)

    mine = signed_in.get(PAGE)
    public = client.get(PAGE)
    again = signed_in.get(PAGE)

    assert b"Persona Riconoscibile" in mine.content
    assert b"Persona Riconoscibile" not in public.content
    assert b"Persona Riconoscibile" in again.content
    assert mine["Cache-Control"] == again["Cache-Control"] == "private, no-store"


def test_second_language_is_a_page_of_its_own(client):
    italian, english = client.get(PAGE), client.get(f"/en{PAGE}")

    assert b'<html lang="it">' in italian.content
    assert b'<html lang="en">' in english.content
    assert b'<html lang="it">' in client.get(PAGE).content


def test_page_that_sets_a_cookie_is_not_kept(client):
    first, second = client.get(reverse("account_login")), client.get(reverse("account_login"))

    assert "no-store" in first["Cache-Control"]
    assert first.cookies["csrf"].value != ""
    assert second.cookies["csrf"].value != ""


@pytest.mark.parametrize("address", ["/non-esiste/", "/scrivania/"])
def test_answer_that_is_not_a_page_is_not_kept(client, address):
    client.get(address)

    request = client.get(address).wsgi_request
    assert caches["pages"].get(page_cache.page_key(request, remembered.history_version())) is None


def test_page_made_just_after_a_write_is_kept_for_a_moment_only(monkeypatch, settings):
    clock = remembered.Clock()
    now = time.monotonic()
    monkeypatch.setattr(remembered.time, "monotonic", lambda: now)

    assert clock.ttl(7) == remembered.SETTLING_TTL
    now += remembered.SETTLING_SECONDS
    assert clock.ttl(7) == 60
    assert clock.ttl(8) == remembered.SETTLING_TTL


def test_head_request_uses_the_page_kept_for_get(client, django_assert_num_queries):
    client.get(PAGE)

    with django_assert_num_queries(1):
        response = client.head(PAGE)

    assert (response.status_code, response.content) == (200, b"")

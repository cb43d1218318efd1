"""Every named URL × every persona. A URL without a row fails, a row without a URL fails."""

from contextlib import nullcontext
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.rows import PERSONAS, Row, bare_error_pages, bare_pages, load_rows, make_world
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ROWS = load_rows()


def named_urls(resolver=None, prefix=""):
    """Full name of every URL of the site, without the administration site's; "?…" for one without a name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            yield from named_urls(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}" if entry.name else f"?{prefix}{entry.pattern}"


URLS = sorted(set(named_urls()))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all rows; each request is rolled back, and in the end the world too."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.cookies = {persona: session_cookie(user) for persona, user in world.people.items()}
        world.cookies["anonymous"] = ""
        yield world
        transaction.set_rollback(True)


def session_cookie(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def become(client, world, persona):
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: world.cookies[persona]})


def statuses(client, world, row, url, data):
    """The status that each persona gets; the page itself is drawn for the first one who may see it."""
    found, drawn = {}, False
    for persona in ("anonymous", *PERSONAS):
        with bare_pages() if drawn else nullcontext():
            found[persona] = status(client, world, persona, row, url, data)
        drawn = drawn or (row.method == "get" and persona != "anonymous" and found[persona] == 200)
    return found


def status(client, world, persona, row, url, data):
    """The status that `persona` gets; nothing of the request stays."""
    become(client, world, persona)
    with transaction.atomic(), bare_error_pages():
        response = getattr(client, row.method)(url, data)
        if response.streaming:
            assert b"".join(response)
        transaction.set_rollback(True)
    if persona == "anonymous" and response.status_code == 302:
        assert response["Location"].startswith(reverse(settings.LOGIN_URL)), response["Location"]
    return response.status_code


@pytest.mark.parametrize("name", URLS)
def test_url_answers_each_persona_as_its_row_says(world, name):
    assert name in ROWS, f"{name} needs a row in tests/access/"
    client = Client()
    for row in ROWS[name]:
        assert row.unknown_personas() == []
        url = reverse(name, kwargs=row.kwargs(world))
        data = row.data(world) if callable(row.data) else row.data
        expected = {"anonymous": row.anonymous} | {persona: row.status_for(persona) for persona in PERSONAS}
        found = statuses(client, world, row, url, data)
        wrong = {p: f"{found[p]}, expected {expected[p]}" for p in expected if found[p] != expected[p]}
        assert wrong == {}, f"{row.method.upper()} {url}"


@pytest.mark.parametrize("code", [403, 404])
def test_error_page_is_drawn_for_each_persona(world, code):
    client = Client()
    plain = {
        name: row
        for name, rows in ROWS.items()
        for row in rows
        if row.kwargs is Row.kwargs and row.method == "get"
    }
    for persona in PERSONAS:
        become(client, world, persona)
        forbidden = next(name for name, row in plain.items() if row.status_for(persona) == 403)
        response = client.get(reverse(forbidden) if code == 403 else "/non-esiste/")
        assert response.status_code == code
        assert "main-navigation" in response.text, persona


def test_every_row_belongs_to_a_url():
    assert sorted(set(ROWS) - set(URLS)) == []


def test_administration_site_opens_for_superusers_only(world):
    names = [p.name for p in get_resolver().namespace_dict["admin"][1].url_patterns if isinstance(p, URLPattern)]
    pages = [reverse("admin:index")] + [reverse(f"admin:{n}") for n in names if str(n).endswith("_changelist")]
    people = [UserFactory(), UserFactory(is_staff=True), UserFactory(is_staff=True, is_superuser=True)]
    cookies = ["", *(session_cookie(user) for user in people)]
    client = Client()
    for url in pages:
        answers = []
        for cookie in cookies:
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie})
            answers.append(client.get(url).status_code)
        assert answers == [302, 302, 302, 200], url

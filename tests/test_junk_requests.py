"""Junk in addresses, parameters and forms gets a page of its own; it is never a fault of the server.

For every address of the exchange: what its row in tests/access/ makes, asked for by a person who may use it and by
nobody. The junk goes round: each field gets another piece of it in each request.
"""

import re
from http.cookies import SimpleCookie
from itertools import chain
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access.rows import PERSONAS
from tests.test_access_matrix import ROWS, URLS, world  # noqa: F401 – the fixture of the same people

pytestmark = pytest.mark.django_db

NEW = ("practices:", "events:", "notifications:", "portal:")
# As they stand in an address: the last ones are no UTF-8, or mean something to a search, a header, a spreadsheet.
JUNK = (
    *("%00", "-1", "0", "9" * 5000, "a" * 3000, "%C2%B2", "NaN", "1e999", "[]", "true"),
    *("0001-01-01", "9999-12-31T23:59", "2026-02-30", "00000000-0000-0000-0000-000000000000"),
    *("%27%20OR%201%3D1%20--", "%22a%20-b%20OR%20(", "%26%7C!%3A*", "=1%2B1", "%0D%0ABcc%3A%20x@example.org"),
    *("%3Cscript%3E", "%ED%A0%80%FF", "..%2F..%2F", "//example.org"),
)
TURNS = range(0, len(JUNK), 12)
# Addresses of the same manner as those above, so many that each is asked with one round of junk, another for each.
BRIEF = ("certifications:",)
PARAMETERS = (
    *("q", "page", "kind", "mode", "administration", "area", "period", "province", "target", "year", "validation"),
    *(
        "evidence",
        "sort",
        "side",
        "state",
        "mine",
        "due",
        "esito",
        "stato",
        "parte",
        "mostra",
        "elenco",
        "domanda",
    ),
    *("argomento", "when", "next", "comune", "provincia", "codice", "periodo", "dal", "al", "amministrazione"),
)
SENT = (
    "text",
    "step",
    "name",
    "size",
    "mark",
    "order",
    "item",
    "direction",
    "field",
    "go",
    "seen",
    "next",
    "base",
)
SPOILT = ("\x00", "9" * 5000, "NaN", "1e30", "-1", "1" * 30, "9999-12-31", "0001-01-01")
ABSENT = ("9" * 30, "9" * 15, "a" * 3000, "00000000-0000-0000-0000-000000000000")
OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Upload-Offset": "9" * 5000}
MAY_USE = {200, 302, 409, 422}


def junk(names, turn):
    """name → a piece of junk, another one for each name and turn."""
    return {name: JUNK[(place + turn) % len(JUNK)] for place, name in enumerate(names)}


def let_go(response):
    """Close the file of a download; response.close() would end the connection of the test as well."""
    for close in response._resource_closers:
        close()


def faults(client, method, url, **request):
    """What went wrong with one request; nothing of it stays."""
    try:
        with transaction.atomic():
            response = getattr(client, method)(url, **request)
            if response.streaming:
                b"".join(response)
            let_go(response)
            transaction.set_rollback(True)
    except Exception as error:
        return [f"{method} {url[:90]}: {type(error).__name__}: {str(error)[:90]}"]
    return [f"{method} {url[:90]}: {response.status_code}"] if response.status_code >= 500 else []


def fields_of(client, url):
    """The names of the fields of the forms on a page, where it is one."""
    with transaction.atomic():
        response = client.get(url)
        is_page = not response.streaming and "html" in response.get("Content-Type", "")
        let_go(response)
        transaction.set_rollback(True)
    return sorted(set(re.findall(r'name="([^"]+)"', response.text))) if is_page else []


def asked_for(client, url, turns=TURNS):
    """Junk in every parameter."""
    for turn in turns:
        yield from faults(
            client, "get", f"{url}?{'&'.join(f'{n}={v}' for n, v in junk(PARAMETERS, turn).items())}"
        )


def sent(client, url, fields):
    """Junk in every field, a file with a hostile name, and bodies that are no forms."""
    for turn in TURNS:
        data = {name: unquote(value, errors="replace") for name, value in junk(fields, turn).items()}
        yield from faults(client, "post", url, data=data, headers=OWN_PAGE)
    file = SimpleUploadedFile("..%2f\x00;\r\n.pdf", b"%PDF-1.4 junk")
    yield from faults(client, "post", url, data=dict.fromkeys(("file", "document", "documents"), file))
    for kind in ("application/json", "application/octet-stream", "multipart/form-data; boundary=x"):
        yield from faults(client, "generic", "POST", path=url, data=b'\xff\x00{"a":', content_type=kind)


def spoilt(client, url, data, turn):
    """A form that is accepted, with all of it spoilt in one manner, then one field after the other in another."""
    for value in ("\x00", "9" * 5000):
        yield from faults(client, "post", url, data=dict.fromkeys(data, value), headers=OWN_PAGE)
    for place, name in enumerate(data):
        value = SPOILT[(place + turn) % len(SPOILT)]
        yield from faults(client, "post", url, data={**data, name: value}, headers=OWN_PAGE)


def moved(client, name, kwargs, turn):
    """The address of something that is not there, looked at or written to in turns."""
    for key in kwargs:
        for place, value in enumerate(("9" * 30, "a" * 3000, "a\x00b", "00000000-0000-0000-0000-000000000000")):
            try:
                url = reverse(name, kwargs={**kwargs, key: value})
            except NoReverseMatch:
                continue
            yield from faults(client, ("get", "post")[(place + turn) % 2], url, headers=OWN_PAGE)


def usable(rows):
    """The first row of each method that somebody may use, with that person."""
    found = {}
    for row in rows:
        person = next((p for p in PERSONAS if row.status_for(p) in MAY_USE), None)
        if person or row.anonymous in MAY_USE - {302}:
            found.setdefault(row.method, (row, person or "anonymous"))
    return found.values()


@pytest.mark.parametrize("name", [url for url in URLS if url.startswith(NEW)])
def test_junk_is_no_fault_of_the_server(world, name):  # noqa: F811
    found, turn = [], URLS.index(name)
    for row, persona in usable(ROWS[name]):
        client, kwargs = Client(), row.kwargs(world)
        url = reverse(name, kwargs=kwargs)
        data = row.data(world) if callable(row.data) else row.data
        found += asked_for(client, url, [turn])  # by nobody
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: world.cookies[persona]})
        found += asked_for(client, url)
        fields = sorted({*fields_of(client, url), *data, *SENT})
        found += chain(
            sent(client, url, fields), spoilt(client, url, data, turn), moved(client, name, kwargs, turn)
        )
    assert found == []


@pytest.mark.parametrize("name", [url for url in URLS if url.startswith(BRIEF)])
def test_junk_is_no_fault_of_the_server_either(world, name):  # noqa: F811
    found, turn = [], URLS.index(name)
    for row, persona in usable(ROWS[name]):
        client, kwargs = Client(), row.kwargs(world)
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: world.cookies.get(persona, "")})
        url = reverse(name, kwargs=kwargs)
        data = row.data(world) if callable(row.data) else row.data
        if row.method == "get":
            found += asked_for(client, url, [turn])
            continue
        fields = sorted({*fields_of(client, url), *data, *SENT})
        found += posted(client, url, fields, data, turn)
        found += moved_once(client, name, kwargs, turn)
    assert found == []


def posted(client, url, fields, data, turn):
    """One form of junk, one with files, and the good form with one field of it spoilt, each in its turn."""
    values = {name: unquote(value, errors="replace") for name, value in junk(fields, turn).items()}
    file = SimpleUploadedFile("..%2f\x00;\r\n.pdf", b"%PDF-1.4 junk")
    files = [name for name in fields if name.startswith(("file", "document", "delegation", "letter", "report"))]
    yield from faults(client, "post", url, data=values, headers=OWN_PAGE)
    yield from faults(client, "post", url, data={**data, **dict.fromkeys(files or ["file"], file)})
    yield from faults(client, "post", url, data={**values, **data}, headers={"X-Autosave": "1"})
    if data:
        spoilt_name = sorted(data)[turn % len(data)]
        value = SPOILT[turn % len(SPOILT)]
        yield from faults(client, "post", url, data={**data, spoilt_name: value}, headers=OWN_PAGE)


def moved_once(client, name, kwargs, turn):
    """The address of something that is not there, one for each part of it."""
    for place, key in enumerate(kwargs):
        for value in [*ABSENT[(turn + place) % len(ABSENT) :], *ABSENT]:
            try:
                url = reverse(name, kwargs={**kwargs, key: value})
            except NoReverseMatch:
                continue
            yield from faults(client, "post", url, headers=OWN_PAGE)
            break

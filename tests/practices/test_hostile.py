"""Input made to break things: each of these once ended in a fault of the server, or could be used too often."""

import datetime
import io

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.cells import read_cell, safe_cell
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.uploads import start_upload
from practices.actions import imports, registrations
from practices.actions.uploads import PracticeFiles
from practices.importing.plan import plan_file
from practices.models import PracticeImport
from tests.factories.collections import CollectionFactory, CollectionItemFactory
from tests.factories.events import EventFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(official, piemonte):
    return official(Role.PRACTICE_EDITOR, piemonte)


# --- Imports ---------------------------------------------------------------------------------


def workbook(*cells):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["titolo"])
    for cell in cells:
        book.active.append([cell])
    book.save(file)
    return file.getvalue()


HOSTILE_TABLES = {
    "null character in a text": b'[{"titolo": "a\\u0000b"}]',
    "null character in a heading": b'[{"titolo": "Uno", "x\\u0000": "b"}]',
    "half a character": b'[{"titolo": "a\\ud800b"}]',
    "half a character in a heading": b'[{"titolo": "Uno", "\\udfff": "b"}]',
    "a list of this and that": b'[{"titolo": "Uno", "indicatori": [{"name": "x"}, 2]}]',
    "a list in a list in a list": b'[{"titolo": ' + b"[" * 900 + b"]" * 900 + b"}]",
    "null character in a sheet": workbook("a_x0000_b"),
    "half a character in a sheet": workbook("a_xD800_b"),
    "a number without end": b'[{"titolo": 1e999}]',
}


@pytest.mark.parametrize("content", HOSTILE_TABLES.values(), ids=HOSTILE_TABLES)
def test_hostile_table_is_answered_and_never_stays_in_control(editor, content):
    run = imports.upload_import(
        by=editor,
        administration=editor.administration,
        file=ContentFile(content, name="pratiche.json"),
        media_type="application/json",
    )
    imports.perform_check(run_id=run.pk, planner=plan_file)
    run.refresh_from_db()
    assert run.state in (PracticeImport.State.CHECKED, PracticeImport.State.DISCARDED)


@pytest.mark.parametrize("text", ["\n=1+1", "\n@x", "'\n=1"])
def test_formula_behind_a_line_end_is_made_harmless(text):
    assert safe_cell(text) == f"'{text}"
    assert read_cell(safe_cell(text)) == text


# --- Events ----------------------------------------------------------------------------------


def event_data(**changes):
    start = timezone.localtime() + datetime.timedelta(days=30)
    data = {
        "title": "Laboratorio",
        "summary": "Di che cosa si parla.",
        "kind": "workshop",
        "audience": "public",
        "mode": "online",
        "online_url": "https://stanza.example/1",
        "starts_at": f"{start:%Y-%m-%dT10:00}",
        "ends_at": f"{start:%Y-%m-%dT12:00}",
    }
    return data | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": "0001-01-01T00:00", "registration_until": "0001-01-01T00:00"},
        {"ends_at": "9999-12-31T23:59"},
        {"registration_until": "0001-01-01T00:00"},
    ],
)
def test_day_outside_the_life_of_the_portal_is_an_error_of_its_field(client_as, editor, changes):
    client = client_as(editor)
    data = event_data(administration=editor.administration_id) | changes
    response = client.post(reverse("events:create"), data)
    assert response.status_code == 422
    assert set(changes) & set(response.context["form"].errors)
    assert client.get(reverse("events:work")).status_code == 200


def test_five_mails_a_day_for_an_address_also_when_it_asks_for_the_same_event(monkeypatch):
    event = EventFactory()
    for number in range(12):
        monkeypatch.setattr(timezone, "now", later(minutes=11 * number))
        registrations.ask_to_join(event, name="Anna", email="vittima@example.org")
    assert OutgoingEmail.objects.filter(to="vittima@example.org").count() == registrations.MOST_MAILS


def later(_now=timezone.now, **span):
    moment = _now() + datetime.timedelta(**span)
    return lambda: moment


# --- Downloads and uploads -------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["00011", "0001" + "9" * 5000, "²", "-1", "0", ""])
def test_part_of_a_collection_that_is_none_is_not_found(client_as, piemonte, wanted):
    collection = CollectionItemFactory(collection=CollectionFactory(public=True)).collection
    response = client_as().get(reverse("practices:collection_pdf", args=[collection.slug]), {"parte": wanted})
    assert response.status_code == 404


@pytest.mark.parametrize(
    "name", ["places_csv", "places_json", "ledger_csv", "ledger_jsonld", "adoptions_csv", "adoptions_jsonld"]
)
def test_public_downloads_that_cost_are_counted(client_as, piemonte, name):
    cache.clear()
    kwargs = {"slug": PracticeFactory(published=True).slug} if name.startswith("adoptions") else {}
    client, url = client_as(), reverse(f"practices:{name}", kwargs=kwargs)
    answers = [client.get(url).status_code for _time in range(31)]
    assert 429 not in answers[:30]
    assert answers[30] == 429


def test_mark_of_an_upload_may_be_anything(client_as, editor):
    practice = PracticeFactory(author=editor)
    url = reverse("practices:start_upload", args=[practice.uuid])
    response = client_as(editor).post(url, {"name": "a.pdf", "size": "10", "mark": "a\x00b"})
    assert response.status_code == 201


def test_part_of_an_upload_sent_as_a_form_is_refused(editor):
    practice = PracticeFactory(author=editor)
    upload = start_upload(PracticeFiles(practice), name="a.pdf", size=10, by=editor)
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    page = client.get(reverse("practices:work"))
    token = page.context["csrf_token"]
    url = reverse("practices:upload_part", args=[practice.uuid, upload.uuid])
    response = client.post(url, {"csrfmiddlewaretoken": str(token), "x": "y"}, headers={"Upload-Offset": "0"})
    assert response.status_code == 400

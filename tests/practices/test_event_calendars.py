"""Calendars: read back with the library, and looked at byte by byte (RFC 5545)."""

import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from practices.actions.calendars import renew_calendar, stop_calendar
from practices.calendars import calendar_of
from practices.models import CalendarKey, ExchangeEvent
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
HOSTILE = "Rom\na\r\nBEGIN:VEVENT\r\nSUMMARY:finto; a, b \\ c\nATTACH:https://cattivo.example" + " lungo è" * 20


def rome(*parts):
    return datetime.datetime(*parts, tzinfo=ROME)


def bytes_of(*events, **more):
    pks = [event.pk for event in events]
    rows = ExchangeEvent.objects.filter(pk__in=pks).select_related("administration", "municipality__province")
    return calendar_of(rows, name="Incontri", **more)


def component(*events, **more):
    return Calendar.from_ical(bytes_of(*events, **more)).walk("VEVENT")[0]


def feed(client, query="", **headers):
    return client.get(reverse("events:feed") + query, headers=headers)


def titles(response):
    return sorted(str(c["SUMMARY"]) for c in Calendar.from_ical(response.content).walk("VEVENT"))


def test_one_event_says_what_a_calendar_needs(piemonte, settings):
    settings.SITE_URL = "https://familynet.example"
    piemonte.email = "famiglia@piemonte.example"
    piemonte.save()
    event = EventFactory(starts_at=rome(2027, 3, 10, 10), ends_at=rome(2027, 3, 10, 12), sequence=4)
    read = component(event)
    assert str(read["UID"]) == str(event.uuid)
    assert read["SEQUENCE"] == 4
    assert read["DTSTART"].dt == rome(2027, 3, 10, 10)
    assert str(read["DTSTART"].params["TZID"]) == "Europe/Rome"
    assert (str(read["STATUS"]), str(read["LOCATION"])) == ("CONFIRMED", "Sala grande, via Roma 1")
    assert str(read["URL"]) == f"https://familynet.example{event.get_absolute_url()}"
    assert str(read["URL"]) in str(read["DESCRIPTION"])
    assert str(read["ORGANIZER"]) == "mailto:famiglia@piemonte.example"
    assert read["ORGANIZER"].params["CN"] == "Regione Piemonte"
    assert read["LAST-MODIFIED"].dt == event.updated_at.replace(microsecond=0)
    assert [str(zone["TZID"]) for zone in Calendar.from_ical(bytes_of(event)).walk("VTIMEZONE")] == ["Europe/Rome"]


def test_cancelled_event_says_so_with_its_reason():
    read = component(EventFactory(cancelled=True))
    assert str(read["STATUS"]) == "CANCELLED"
    assert str(read["DESCRIPTION"]).startswith("Annullato: Neve.")


@pytest.mark.parametrize(
    ("day", "offset"),
    [((2027, 3, 28, 9), 2), ((2027, 3, 27, 9), 1), ((2027, 10, 31, 9), 1), ((2027, 10, 30, 9), 2)],
)
def test_days_on_which_the_clock_changes(day, offset):
    event = EventFactory(starts_at=rome(*day), ends_at=rome(*day[:3], 12))
    start = component(event)["DTSTART"].dt
    assert (start.hour, start.utcoffset()) == (9, datetime.timedelta(hours=offset))


def test_hostile_text_stays_text_and_lines_are_folded():
    event = EventFactory(
        title='Titolo; con, segni \\ e "virgolette"', summary=HOSTILE[:400], address=HOSTILE[:200]
    )
    raw = bytes_of(event)
    lines = raw.split(b"\r\n")
    assert raw.endswith(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    unfolded = raw.replace(b"\r\n ", b"").decode()
    assert unfolded.count("\r\nBEGIN:VEVENT\r\n") == 1
    assert "\r\nATTACH" not in unfolded
    read = component(event)
    assert str(read["SUMMARY"]) == event.title
    assert str(read["DESCRIPTION"]).startswith(event.summary.replace("\r\n", "\n"))


def test_hostile_name_of_an_organiser_adds_no_property(piemonte):
    piemonte.name, piemonte.email = 'Regione";X=1\r\nATTACH:x', "a@piemonte.example"
    piemonte.save()
    unfolded = bytes_of(EventFactory()).replace(b"\r\n ", b"").decode()
    assert "\r\nATTACH" not in unfolded
    assert len(Calendar.from_ical(unfolded).walk("VEVENT")) == 1


def test_same_events_give_the_same_bytes():
    event = EventFactory()
    assert bytes_of(event) == bytes_of(event)


def test_online_address_is_never_in_a_file_for_everybody(client):
    event = EventFactory(online=True)
    for url in (
        reverse("events:feed"),
        reverse("events:ics", args=[event.slug]),
        event.get_absolute_url(),
        "/eventi/",
    ):
        response = client.get(url)
        assert response.status_code == 200
        assert b"segreta" not in response.content.replace(b"\r\n ", b"")


def test_public_feed_has_what_is_public_and_not_too_old(client):
    EventFactory(title="Pubblico")
    EventFactory(title="Annullato", cancelled=True)
    EventFactory(title="Bozza", draft=True)
    EventFactory(title="Riservato", officials=True)
    old = timezone.now() - datetime.timedelta(days=500)
    EventFactory(title="Vecchio", starts_at=old, ends_at=old + datetime.timedelta(hours=1), state="held")
    response = feed(client)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(response) == ["Annullato", "Pubblico"]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in response.content
    assert not response.cookies


def test_public_feed_takes_the_filters_of_the_list(client, trento):
    EventFactory(title="Laboratorio")
    EventFactory(title="Webinar trentino", kind="webinar", administration=trento)
    assert titles(feed(client, "?kind=webinar")) == ["Webinar trentino"]
    assert titles(feed(client, "?administration=piemonte&kind=workshop")) == ["Laboratorio"]
    assert titles(feed(client, "?kind=sconosciuto")) == []


def test_reader_that_has_the_feed_gets_304_with_one_query(client, django_assert_num_queries):
    event = EventFactory()
    first = feed(client)
    with django_assert_num_queries(1):
        second = feed(client, **{"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    event.title = "Altro titolo"
    event.save()
    third = feed(client, **{"If-None-Match": first["ETag"]})
    assert (third.status_code, titles(third)) == (200, ["Altro titolo"])


@pytest.mark.parametrize("rows", [1, 30])
def test_feed_asks_for_events_once(client, rows, django_assert_num_queries):
    EventFactory.create_batch(rows)
    with django_assert_num_queries(2):
        feed(client)


# --- One's own calendar ----------------------------------------------------------------------


@pytest.fixture
def person(official, trento):
    return official(Role.DISTRICT_OFFICER, trento)


def own_feed(client, token, **headers):
    return client.get(reverse("events:private_feed", args=[token]), headers=headers)


def test_own_calendar_has_what_an_official_sees_and_says_where_registered(client, person):
    online = EventFactory(title="Riservato", officials=True, online=True)
    EventFactory(title="Bozza", draft=True)
    RegistrationFactory(event=online, account=True, person=person)
    response = own_feed(client, renew_calendar(by=person))
    assert titles(response) == ["Riservato"]
    text = str(Calendar.from_ical(response.content).walk("VEVENT")[0]["DESCRIPTION"])
    assert "La tua iscrizione: Con posto" in text
    assert "https://stanza.example/segreta" in text
    assert "private" in response["Cache-Control"]
    assert own_feed(client, "x").status_code == 404


def test_token_is_stored_nowhere_and_an_old_one_ends(client, person):
    first = renew_calendar(by=person)
    second = renew_calendar(by=person)
    assert (own_feed(client, first).status_code, own_feed(client, second).status_code) == (404, 200)
    stored = str(list(CalendarKey.objects.values())) + str(list(HistoryEntry.objects.values()))
    assert first not in stored
    assert second not in stored
    assert second.encode() not in own_feed(client, second).content.replace(b"\r\n ", b"")
    stop_calendar(by=person)
    assert own_feed(client, second).status_code == 404


def test_own_calendar_ends_with_the_office_and_with_the_account(client, person):
    token = renew_calendar(by=person)
    person.role_assignments.update(valid_to=timezone.now())
    assert own_feed(client, token).status_code == 404
    RoleAssignmentFactory(user=person, role=Role.AUDITOR)
    assert own_feed(client, token).status_code == 200
    person.is_active = False
    person.save()
    assert own_feed(client, token).status_code == 404


def test_own_calendar_renews_its_etag_when_one_registers(client, person):
    event = EventFactory()
    token = renew_calendar(by=person)
    etag = own_feed(client, token)["ETag"]
    assert own_feed(client, token, **{"If-None-Match": etag}).status_code == 304
    RegistrationFactory(event=event, account=True, person=person)
    assert own_feed(client, token, **{"If-None-Match": etag}).status_code == 200


def test_page_shows_the_address_once(client_as, person):
    browser = client_as(person)
    shown = browser.post(reverse("events:calendar_key"), {"step": "renew"})
    path = urlsplit(shown.context["address"]).path
    assert browser.get(path).status_code == 200
    page = browser.get(reverse("events:mine")).text
    assert path.rpartition("/")[2] not in page
    assert browser.post(reverse("events:calendar_key"), {"step": "stop"}).status_code == 302
    assert browser.get(path).status_code == 404
    outsider = client_as(UserFactory())
    assert outsider.post(reverse("events:calendar_key"), {"step": "renew"}).status_code == 403

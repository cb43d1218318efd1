"""Pages of events: what each reader sees, forms that keep what was typed, constant numbers of queries."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from practices.models import ExchangeEvent, Registration
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, MaterialFactory, RegistrationFactory, in_days
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db
OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
MARKUP = '=cmd|"/c"<script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _warm(db):
    """Content types are read once per process: all are read before queries are counted."""
    ContentType.objects.get_for_models(*(ct.model_class() for ct in ContentType.objects.all() if ct.model_class()))


@pytest.fixture
def editor(official, piemonte):
    return official(Role.PRACTICE_EDITOR, piemonte)


def form_data(**changes):
    start, end = in_days(10), in_days(10, 2)
    return {
        "title": "Piani famiglia",
        "summary": "Si scrive insieme.",
        "kind": "workshop",
        "audience": "public",
        "mode": "place",
        "starts_at": f"{timezone.localtime(start):%Y-%m-%dT%H:%M}",
        "ends_at": f"{timezone.localtime(end):%Y-%m-%dT%H:%M}",
        "municipality": "",
        "address": "Sala grande",
        **changes,
    }


# --- Public pages ----------------------------------------------------------------------------


def test_list_shows_what_comes_by_month_and_what_was_by_year(client):
    EventFactory(title="Viene")
    EventFactory(title="Fu", held=True)
    EventFactory(title="Bozza", draft=True)
    coming, past = client.get("/eventi/"), client.get("/eventi/?when=past")
    assert [e.title for e in coming.context["events"]] == ["Viene"]
    assert [e.title for e in past.context["events"]] == ["Fu"]
    month = f"{timezone.localtime(in_days(21)):%Y-%m}"
    assert [(s.value, s.total) for s in coming.context["spans"]] == [(month, 1)]
    assert len(client.get(f"/eventi/?period={month}").context["events"]) == 1
    assert client.get("/eventi/", {"period": "\x00"}).status_code == 200
    for nothing in ("2001-01", "2026-13", "x", "2026-1"):
        assert client.get("/eventi/", {"period": nothing}).context["events"] == []
    assert not coming.cookies


def test_list_counts_its_facets(client, trento):
    EventFactory(kind="webinar", administration=trento, online=True, protocol_area="networks")
    EventFactory.create_batch(2)
    response = client.get("/eventi/?kind=webinar")
    counts = {f.name: {v.value: v.count for v in f.values} for f in response.context["facets"]}
    assert counts == {
        "kind": {"workshop": 2, "webinar": 1},
        "mode": {"online": 1},
        "administration": {"trento": 1},
        "area": {"networks": 1},
    }
    assert response.context["feed_query"] == "kind=webinar"


def test_officials_find_events_for_officials_in_the_list(client, client_as, editor):
    EventFactory(officials=True)
    assert len(client.get("/eventi/").context["events"]) == 0
    assert len(client_as(UserFactory()).get("/eventi/").context["events"]) == 0
    assert len(client_as(editor).get("/eventi/").context["events"]) == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_the_public_pages(client, rows, django_assert_num_queries):
    EventFactory.create_batch(rows)
    event = EventFactory()
    RegistrationFactory.create_batch(rows, event=event)
    MaterialFactory.create_batch(rows, event=event)
    event.practices.set(PracticeFactory.create_batch(rows, published=True))
    with django_assert_num_queries(9):
        client.get("/eventi/")
    with django_assert_num_queries(7):
        assert client.get(event.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_the_work_pages(client_as, editor, rows, django_assert_num_queries):
    event = EventFactory()
    EventFactory.create_batch(rows)
    RegistrationFactory.create_batch(rows, event=event)
    RegistrationFactory.create_batch(rows, event=event, account=True)
    MaterialFactory.create_batch(rows, event=event)
    event.practices.set(PracticeFactory.create_batch(rows, published=True))
    browser, one = client_as(editor), {"uuid": event.uuid}
    for name, most, kwargs in (
        ("work", 8, {}),
        ("work_detail", 12, one),
        ("participants", 12, one),
        ("mine", 7, {}),
    ):
        with django_assert_num_queries(most):
            assert browser.get(reverse(f"events:{name}", kwargs=kwargs)).status_code == 200


def test_online_address_is_for_people_with_a_seat_and_officials(client, client_as, editor):
    event = EventFactory(online=True)
    seated = RegistrationFactory(event=event, account=True)
    waiting = RegistrationFactory(event=event, account=True, waiting=True)
    url = event.get_absolute_url()
    shown = {
        "anonymous": "segreta" in client.get(url).text,
        "seated": "segreta" in client_as(seated.person).get(url).text,
        "waiting": "segreta" in client_as(waiting.person).get(url).text,
        "official": "segreta" in client_as(editor).get(url).text,
    }
    assert shown == {"anonymous": False, "seated": True, "waiting": False, "official": True}
    ExchangeEvent.objects.update(starts_at=in_days(-2), ends_at=in_days(-2, 1))
    assert "segreta" not in client_as(seated.person).get(url).text


def test_names_of_registered_people_are_on_no_public_page(client, client_as, official, trento):
    event = EventFactory()
    RegistrationFactory(event=event, name="Nome Riservato", email="riservato@example.org")
    stranger = official(Role.PRACTICE_EDITOR, trento)
    for browser in (client, client_as(stranger)):
        for url in (event.get_absolute_url(), "/eventi/", reverse("events:ask", args=[event.slug])):
            text = browser.get(url).text
            assert "Riservato" not in text
            assert "riservato@" not in text


def test_minutes_show_once_they_are_published(client):
    event = EventFactory(held=True, minutes="Segreto ancora.")
    assert "Segreto ancora." not in client.get(event.get_absolute_url()).text
    assert "Si è deciso" in client.get(EventFactory(closed=True).get_absolute_url()).text


def test_hostile_text_stays_text(client, client_as, editor):
    event = EventFactory(title=MARKUP, summary=MARKUP, programme=MARKUP, address=MARKUP)
    RegistrationFactory(event=event, name=MARKUP, organisation=MARKUP)
    browser = client_as(editor)
    for response in (
        client.get(event.get_absolute_url()),
        client.get("/eventi/"),
        browser.get(event.work_url),
        browser.get(reverse("events:participants", args=[event.uuid])),
        client.get("/"),
    ):
        assert "<script>alert" not in response.text
    csv = b"".join(browser.get(reverse("events:participants_csv", args=[event.uuid])).streaming_content)
    row = csv.decode("utf-8-sig").splitlines()[1]
    assert row.startswith("\"'=cmd")


def test_practice_home_and_desk_lead_to_events(client, client_as, editor):
    practice, event = PracticeFactory(published=True), EventFactory(title="Incontro sulla pratica")
    event.practices.add(practice)
    EventFactory(title="Annullato", cancelled=True)
    assert "Incontro sulla pratica" in client.get(practice.get_absolute_url()).text
    home, desk = client.get("/").text, client_as(editor).get(reverse("portal:desk")).text
    assert "Incontro sulla pratica" in home
    assert "Annullato" not in home
    assert "Incontro sulla pratica" in desk
    assert event.get_absolute_url() in client.get("/sitemap-incontri.xml").text


# --- Register --------------------------------------------------------------------------------


def guest(**changes):
    return {"name": "Anna", "email": "anna@example.org", "organisation": "", "consent": "on", **changes}


def test_guest_asks_confirms_cancels(client):
    event = EventFactory()
    ask = reverse("events:ask", args=[event.slug])
    page = client.get(ask)
    assert not page.cookies
    answer = client.post(ask, guest(), headers=OWN)
    assert "anna@example.org" in answer.text
    one = Registration.objects.get()
    assert (one.state, one.consent_at is not None) == ("pending", True)
    assert one.own_url in OutgoingEmail.objects.get().text
    read = client.get(one.own_url)
    assert (read["Cache-Control"], Registration.objects.get().state) == ("private, no-store", "pending")
    assert client.post(one.own_url, {"step": "confirm"}, headers=OWN).status_code == 302
    assert Registration.objects.get().state == "registered"
    assert client.post(one.own_url, {"step": "confirm"}).status_code == 403  # from elsewhere
    client.post(one.own_url, {"step": "cancel"}, headers=OWN)
    assert Registration.objects.get().state == "cancelled"


def test_answer_says_nothing_about_a_known_address(client):
    event = EventFactory()
    RegistrationFactory(event=event, email="nota@example.org")
    ask = reverse("events:ask", args=[event.slug])
    known = client.post(ask, guest(email="nota@example.org"), headers=OWN).text
    new = client.post(ask, guest(email="nuov@example.org"), headers=OWN).text
    assert known.replace("nota@", "x") == new.replace("nuov@", "x")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"consent": ""}, "Senza il tuo consenso"),
        ({"email": "anna"}, "indirizzo"),
        ({"name": ""}, "obbligatorio"),
        ({"name": "x" * 200}, "150"),
    ],
)
def test_refused_form_keeps_what_was_typed(client, changes, sentence):
    event = EventFactory()
    answer = client.post(
        reverse("events:ask", args=[event.slug]), guest(organisation="Il Mulino", **changes), headers=OWN
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Il Mulino" in answer.text
    assert not Registration.objects.exists()


def test_guest_form_is_for_our_own_pages_and_not_too_often(client):
    ask = reverse("events:ask", args=[EventFactory().slug])
    assert client.post(ask, guest(), headers={"Origin": "https://altrove.example"}).status_code == 403
    codes = [client.post(ask, guest(consent=""), headers=OWN).status_code for _ in range(22)]
    assert (codes[0], codes[-1]) == (422, 429)


def test_closed_event_says_so_politely(client):
    event = EventFactory(registration_until=in_days(-1))
    assert "Le iscrizioni sono chiuse" in client.get(event.get_absolute_url()).text
    answer = client.post(reverse("events:ask", args=[event.slug]), guest(), headers=OWN)
    assert "Le iscrizioni a questo incontro sono chiuse" in answer.text
    assert not Registration.objects.exists()


def test_signed_in_person_joins_waits_leaves(client_as):
    event = EventFactory(capacity=1)
    RegistrationFactory(event=event)
    browser, url = client_as(UserFactory()), reverse("events:join", args=[event.slug])
    assert "lista d&#x27;attesa" in browser.get(url).text
    browser.post(url, {"step": "join"})
    browser.post(url, {"step": "join"})  # pressed twice: still there
    assert "al numero 1 della lista" in browser.get(event.get_absolute_url()).text
    browser.post(url, {})
    browser.post(url, {"step": "leave"})
    assert list(event.registrations.order_by("place").values_list("state", flat=True)) == [
        "registered",
        "cancelled",
    ]


def test_link_of_somebody_else_shows_nothing(client):
    one = RegistrationFactory(account=True)
    assert client.get(reverse("events:registration", args=[one.token])).status_code == 404
    forgotten = RegistrationFactory(name="", email="", organisation="", forgotten_at=timezone.now())
    assert client.get(reverse("events:registration", args=[forgotten.token])).status_code == 404


# --- Work pages ------------------------------------------------------------------------------


def test_new_event_is_written_changed_and_published(client_as, editor):
    browser = client_as(editor)
    created = browser.post(reverse("events:create"), form_data(administration=editor.administration_id))
    event = ExchangeEvent.objects.get()
    assert (created.status_code, created["Location"]) == (302, event.work_url)
    edit = reverse("events:edit", args=[event.uuid])
    base = browser.get(edit).context["form"]["base"].value()
    assert browser.post(edit, form_data(title="Nuovo titolo", base=base)).status_code == 302
    late = browser.post(edit, form_data(title="In ritardo", base=base))
    assert late.status_code == 422
    assert "Nel frattempo" in late.text
    assert "In ritardo" in late.text
    browser.post(reverse("events:step", args=[event.uuid, "publish"]))
    event.refresh_from_db()
    assert (event.state, event.slug, event.starts_at) == ("published", "nuovo-titolo", in_days(10))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_at": "domani"}, "Scrivi giorno e ora"),
        ({"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"}, "2027"),  # the clock jumps over it
        ({"ends_at": "2020-01-01T10:00"}, "La fine viene prima"),
        ({"capacity": "-3"}, "almeno uno"),
        ({"online_url": "http://stanza.example/a"}, "https://"),
        ({"online_url": "javascript:alert(1)"}, "URL"),
        ({"municipality": "Atlantide"}, "Atlantide"),
        ({"title": ""}, "obbligatorio"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_rest(client_as, editor, changes, sentence):
    data = form_data(administration=editor.administration_id, programme="Testo lungo") | changes
    answer = client_as(editor).post(reverse("events:create"), data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Testo lungo" in answer.text
    assert not ExchangeEvent.objects.exists()


def test_buttons_fit_the_clock(client_as, editor):
    browser = client_as(editor)

    def names(**state):
        return {t.name for t in browser.get(EventFactory(**state).work_url).context["steps"]}

    assert names() == {"cancel"}
    assert names(draft=True) == {"publish", "discard"}
    assert names(draft=True, past=True) == {"hold", "discard"}
    assert names(past=True) == {"hold"}
    assert names(held=True) == {"close"}


def test_documents_and_practices_from_the_work_page(client_as, editor):
    event, browser = EventFactory(), client_as(editor)
    practice = PracticeFactory(published=True, title="Sportello famiglia")
    PracticeFactory(title="Sportello bozza")
    found = browser.get(reverse("events:suggest_practice"), {"q": "sportello"}).json()["results"]
    assert [row["label"] for row in found] == ["Sportello famiglia"]
    browser.post(reverse("events:link_practice", args=[event.uuid]), {"practice": "sportello famiglia"})
    assert list(event.practices.all()) == [practice]
    add = reverse("events:add_material", args=[event.uuid])
    browser.post(add, {"file": ContentFile(b"testo", name="scheda_di_lavoro.txt"), "title": "", "language": "it"})
    assert event.materials.get().document.title == "Scheda di lavoro"
    refused = browser.post(
        add, {"file": ContentFile(b"MZ\x00\x00", name="a.exe"), "title": "Programma", "language": "it"}
    )
    assert refused.status_code == 422
    assert "Programma" in refused.text
    assert event.materials.count() == 1


def test_minutes_form_keeps_the_text_when_the_file_is_refused(client_as, editor):
    event = EventFactory(held=True)
    url = reverse("events:close", args=[event.uuid])
    bad = {"minutes": "Abbiamo deciso molto.", "document": ContentFile(b"", name="verbale.pdf")}
    answer = client_as(editor).post(url, bad)
    assert answer.status_code == 422
    assert "Abbiamo deciso molto." in answer.text
    client_as(editor).post(url, {"minutes": "Abbiamo deciso.", "document": ContentFile(b"ok", name="verbale.txt")})
    event.refresh_from_db()
    assert (event.state, event.minutes_document.name) == ("closed", "verbale.txt")


def test_participants_of_a_foreign_event_are_not_reached_through_ones_own(client_as, editor, trento):
    own, foreign = EventFactory(), RegistrationFactory(event=EventFactory(administration=trento))
    url = reverse("events:participant_step", args=[own.uuid, foreign.uuid, "cancel"])
    assert client_as(editor).post(url).status_code == 404

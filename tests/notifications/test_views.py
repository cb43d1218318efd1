"""The list of notifications, the choices, the count in the header."""

import html

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from familynet.notifications.actions import frequencies_of
from familynet.notifications.models import Frequency, Notification, Topic
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db
LIST = "/scrivania/notifiche/"


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def browser(client_as, person):
    return client_as(person)


def test_unread_come_first_and_both_filters_work(browser, person):
    read = NotificationFactory(recipient=person, subject="Letta", topic=Topic.WORK)
    browser.post(reverse("notifications:read", args=[read.pk]))
    NotificationFactory(recipient=person, subject="Nuova", topic=Topic.TALK)
    NotificationFactory(subject="Altrui")

    page = browser.get(LIST).text
    assert page.index("Nuova") < page.index("Letta")
    assert "Altrui" not in page
    assert "Letta" not in browser.get(LIST, {"mostra": "da-leggere"}).text
    assert "Nuova" not in browser.get(LIST, {"argomento": "work"}).text
    assert browser.get(LIST, {"argomento": "boh", "page": "99"}).status_code == 200


def test_opening_marks_as_read_and_leads_there(browser, person):
    note = NotificationFactory(recipient=person, path="/buone-pratiche/")
    url = reverse("notifications:open", args=[note.pk])
    assert browser.get(url).status_code == 405
    assert browser.post(url)["Location"] == "/buone-pratiche/"
    note.refresh_from_db()
    seen = note.read_at
    browser.post(url)
    note.refresh_from_db()
    assert note.read_at == seen is not None


def test_path_of_another_site_is_not_followed(browser, person):
    note = NotificationFactory(recipient=person, path="//altrove.example/")
    assert browser.post(reverse("notifications:open", args=[note.pk]))["Location"] == LIST


def test_foreign_notification_is_not_found(browser):
    foreign = NotificationFactory()
    for name in ("open", "read"):
        assert browser.post(reverse(f"notifications:{name}", args=[foreign.pk])).status_code == 404
    browser.post(reverse("notifications:read_all"))
    assert Notification.objects.unread().count() == 1


def test_count_stands_in_the_header_of_every_page_until_all_is_read(browser, person):
    NotificationFactory.create_batch(2, recipient=person)
    for url in (LIST, "/buone-pratiche/"):
        assert '2<span class="visually-hidden"> notifiche da leggere</span>' in browser.get(url).text
    browser.post(reverse("notifications:read_all"))
    assert "notifiche da leggere</span>" not in browser.get(LIST).text


def test_anonymous_page_counts_nothing(client):
    NotificationFactory()
    assert "fn-unread" not in client.get("/privacy/").text


def test_empty_list_says_what_to_do(browser):
    page = browser.get(LIST).text
    assert "Non c'è ancora nessuna notifica" in html.unescape(page)
    assert reverse("practices:follows") in page


def test_text_of_others_is_no_markup(browser, person):
    NotificationFactory(recipient=person, subject="<script>alert(1)</script>", text="<b>x</b>")
    page = browser.get(LIST).text
    assert "<script>alert" not in page
    assert "&lt;b&gt;x" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_number_of_queries_does_not_depend_on_the_rows(browser, person, rows, django_assert_num_queries):
    NotificationFactory.create_batch(rows, recipient=person)
    for number in range(rows):
        practice = PracticeFactory(published=True, title=f"P{number}")
        NotificationFactory(
            recipient=person,
            actor=UserFactory(),
            content_type=ContentType.objects.get_for_model(practice),
            object_id=practice.pk,
        )
    browser.get(LIST)
    with django_assert_num_queries(9):
        assert browser.get(LIST).status_code == 200


def test_choices_start_from_the_defaults_and_are_kept(browser, person):
    url = reverse("notifications:choices")
    page = browser.get(url).text
    assert page.count("checked") == len(Topic)
    data = {topic.value: "never" for topic in Topic} | {"talk": "weekly"}
    assert browser.post(url, data).status_code == 302
    assert frequencies_of(person)[Topic.TALK] == Frequency.WEEKLY
    assert frequencies_of(person)[Topic.WORK] == Frequency.NEVER


def test_missing_or_unknown_choice_is_said_and_nothing_changes(browser, person):
    url = reverse("notifications:choices")
    answer = browser.post(url, {"talk": "hourly"})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {topic.value for topic in Topic}
    assert frequencies_of(person)[Topic.TALK] == Frequency.AT_ONCE


def test_profile_leads_to_the_choices(browser):
    assert reverse("notifications:choices") in browser.get(reverse("accounts:profile")).text

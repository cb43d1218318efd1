"""Links that stop mail: signed, for one person and one thing, usable twice, by people and by mail programs."""

import datetime

import pytest
import time_machine
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import reverse

from familynet.kernel.emails import OutgoingEmail
from familynet.notifications.actions import Addressee, frequencies_of, notify_each
from familynet.notifications.models import Frequency, Topic, TopicChoice
from familynet.notifications.stops import SALT, token_for
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def page(token):
    return reverse("notifications:stop", args=[token])


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def browser():
    """Checks the CSRF token as a real site does, and has no session."""
    return Client(enforce_csrf_checks=True)


def test_page_says_what_will_stop_and_changes_nothing(person, browser):
    response = browser.get(page(token_for(person, "topic:talk")))
    assert "le e-mail su “Domande, risposte e menzioni”" in response.text
    assert frequencies_of(person)[Topic.TALK] == Frequency.AT_ONCE
    assert (response.cookies, "csrf" in response.text) == ({}, False)
    assert "no-store" in response["Cache-Control"]
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert person.email not in response.text


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "One-Click"}])
def test_post_stops_once_and_again_without_sign_in_and_without_a_token_of_forms(person, browser, data):
    url = page(token_for(person, "topic:talk"))
    first, second = browser.post(url, data), browser.post(url, data)
    assert (first.status_code, second.status_code) == (200, 200)
    assert "Hai fermato le e-mail" in first.text
    assert "erano già ferme" in second.text
    assert frequencies_of(person)[Topic.TALK] == Frequency.NEVER
    assert frequencies_of(person)[Topic.WORK] == Frequency.AT_ONCE


def test_digest_stops_every_topic_that_came_with_it(person, browser):
    TopicChoice.objects.create(user=person, topic=Topic.TALK, frequency=Frequency.DAILY)
    browser.post(page(token_for(person, "digest:daily")))
    stopped = {topic for topic, chosen in frequencies_of(person).items() if chosen == Frequency.NEVER}
    assert stopped == {Topic.TALK, Topic.FOLLOWED}


def test_forged_foreign_and_old_links_give_a_clear_page(person, browser):
    good = token_for(person, "topic:talk")
    other_purpose = signing.dumps([person.pk, "topic:talk"], salt="another")
    unknown = signing.dumps([person.pk, "role:everything"], salt=SALT)
    for token in (good[:-1], good + "x", other_purpose, unknown, "…", "a:b:c"):
        for response in (browser.get(page(token)), browser.post(page(token))):
            assert response.status_code == 404
            assert "Questo collegamento non vale" in response.text
    assert frequencies_of(person)[Topic.TALK] == Frequency.AT_ONCE


def test_link_holds_for_a_year(person, browser):
    with time_machine.travel(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), tick=False) as clock:
        url = page(token_for(person, "topic:talk"))
        clock.shift(datetime.timedelta(days=365))
        assert browser.get(url).status_code == 200
        clock.shift(datetime.timedelta(days=2))
        assert browser.get(url).status_code == 404


def test_closed_account_has_nothing_to_stop(browser):
    gone = UserFactory(is_active=False)
    assert browser.post(page(token_for(gone, "topic:talk"))).status_code == 404


def test_mail_carries_the_narrowest_link_as_its_header(person):
    with transaction.atomic():
        told = [Addressee(person, "Segui.", "follow:7")]
        notify_each(told, topic=Topic.TALK, subject="Novità", path="/x/", about=person)
    email = OutgoingEmail.objects.get()
    header = email.headers["List-Unsubscribe"]
    assert header.startswith("<http")
    token = header.rstrip("/>").rpartition("/")[2]
    assert signing.loads(token, salt=SALT) == [person.pk, "follow:7"]
    assert email.text.count("/notifiche/ferma/") == 2

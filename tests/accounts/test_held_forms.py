"""A text sent after the session has ended is not lost, and nobody else's text gets in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from familynet.accounts.roles import Role
from practices.models import Practice
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
TEXT = "I genitori sono soli.\nE <b>stanchi</b>."
LONG = {"problem": TEXT, "solution": "Si apre", "base": "abc", "go": "stay"}


@pytest.fixture
def editor(official, piemonte):
    return official(Role.PRACTICE_EDITOR, piemonte)


@pytest.fixture
def practice(editor):
    return PracticeFactory(author=editor)


@pytest.fixture
def url(practice):
    return reverse("practices:edit", args=[practice.uuid, "problema-e-soluzione"])


def strict():
    """A browser whose tokens are looked at."""
    return Client(enforce_csrf_checks=True)


def token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def test_text_comes_back_and_is_saved_after_sign_in(editor, practice, url):
    browser = strict()
    browser.force_login(editor)
    old = token(browser.get(url))
    browser.cookies.pop("sid")  # the session has ended; the page is still open
    lost = browser.post(url, LONG | {"csrfmiddlewaretoken": old}, headers=HERE)
    page = lost.content.decode()
    assert (lost.status_code, lost["Cache-Control"]) == (401, "private, no-store")
    assert "&lt;b&gt;stanchi&lt;/b&gt;" in page
    assert re.search(r'type="hidden" name="solution" value="Si apre"', page)
    assert Practice.objects.get().problem == practice.problem
    browser.force_login(editor)
    browser.get(reverse("portal:desk"))
    again = browser.post(url, LONG | {"base": "", "csrfmiddlewaretoken": token(lost)}, headers=HERE)
    assert again.status_code in (302, 403)
    if again.status_code == 403:  # the token is older than the sign-in: once more, with the fresh one
        browser.post(url, LONG | {"base": "", "csrfmiddlewaretoken": token(again)}, headers=HERE)
    assert Practice.objects.get().problem == TEXT


def test_old_token_of_a_signed_in_person_gives_the_text_back_with_a_fresh_one(editor, url):
    browser = strict()
    browser.force_login(editor)
    answer = browser.post(url, LONG | {"base": "", "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert (answer.status_code, "premi Salva" in answer.content.decode()) == (403, True)
    browser.post(url, LONG | {"base": "", "csrfmiddlewaretoken": token(answer)}, headers=HERE)
    assert Practice.objects.get().problem == TEXT


@pytest.mark.parametrize("origin", [{"Origin": "https://evil.example"}, {"Referer": "https://evil.example/"}, {}])
def test_another_site_plants_no_text(editor, url, origin):
    for person in (None, editor):
        browser = strict()
        if person:
            browser.force_login(person)
        answer = browser.post(url, LONG, headers=origin)
        assert (answer.status_code, "genitori sono soli" in answer.content.decode()) == (403, False)


def test_forms_without_a_text_and_scripts_are_led_to_sign_in(url, client):
    for data, headers in (
        ({"go": "next"}, HERE),
        (LONG, HERE | {"X-Autosave": "1"}),
        (LONG, HERE | {"Accept": "*/*"}),
    ):
        answer = client.post(url, data, headers=headers)
        assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


def test_passwords_and_sign_in_pages_are_never_given_back(client, url):
    secret = LONG | {"password": "una frase lunga e segreta davvero"}
    assert "segreta" not in client.post(url, secret, headers=HERE).content.decode()
    answer = strict().post(reverse("account_login"), {"login": "una frase lunga e segreta"}, headers=HERE)
    assert (answer.status_code, "segreta" in answer.content.decode()) == (403, False)


def test_far_too_much_text_is_not_given_back(client, url):
    answer = client.post(url, {"problem": "a b" * 200_000}, headers=HERE)
    assert answer.status_code == 302

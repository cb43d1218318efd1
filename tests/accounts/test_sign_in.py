"""Sign-in by real requests: rate limits, sessions, forgotten passwords, what is not offered."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from familynet.accounts.models import User
from familynet.kernel.emails import OutgoingEmail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "una frase lunga 7"


@pytest.fixture
def person():
    user = UserFactory(email="maria@piemonte.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password, **extra):
    return client.post("/accesso/", {"login": email, "password": password}, **extra)


def test_sign_in_leads_to_the_page_asked_for(client, person):
    asked = client.get("/scrivania/profilo/")
    assert asked["Location"] == "/accesso/?next=/scrivania/profilo/"
    data = {"login": "Maria@Piemonte.example", "password": PASSWORD, "next": "/scrivania/profilo/"}
    response = client.post("/accesso/", data)
    assert (response.status_code, response["Location"]) == (302, "/scrivania/profilo/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_never_leads_to_another_site(client, person):
    data = {"login": person.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/accesso/", data)["Location"] == "/scrivania/"


def test_sign_in_says_the_same_of_wrong_passwords_and_unknown_addresses(client, person):
    wrong = sign_in(client, person.email, "sbagliata").context["form"].errors
    unknown = sign_in(client, "nessuno@piemonte.example", "sbagliata").context["form"].errors
    assert wrong == unknown
    assert "_auth_user_id" not in client.session


def test_sign_in_of_a_leaver_refused(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client, person.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_sign_in_form_needs_the_token(person):
    response = sign_in(Client(enforce_csrf_checks=True), person.email, PASSWORD)
    assert response.status_code == 403


def test_rate_limits_are_counted_for_all_processes():
    assert isinstance(caches["default"], DatabaseCache)
    assert caches["default"]._max_entries == 100_000


def test_five_wrong_passwords_close_the_address_for_a_while(client, person):
    for number in range(5):
        sign_in(client, person.email, "sbagliata", REMOTE_ADDR=f"10.0.0.{number}")
    page = sign_in(client, person.email, PASSWORD, REMOTE_ADDR="10.0.0.99")
    assert page.context["form"].errors["__all__"] == ["Troppi tentativi di accesso. Riprova più tardi."]
    assert "_auth_user_id" not in client.session


def test_ten_wrong_passwords_from_one_place_close_it(client, person):
    for number in range(10):
        sign_in(client, f"nome{number}@piemonte.example", "sbagliata", REMOTE_ADDR="10.0.0.7")
    page = sign_in(client, person.email, PASSWORD, REMOTE_ADDR="10.0.0.7")
    assert "_auth_user_id" not in client.session
    assert page.context["form"].errors["__all__"] == ["Troppi tentativi di accesso. Riprova più tardi."]
    assert sign_in(client, person.email, PASSWORD, REMOTE_ADDR="10.0.0.8").status_code == 302


def test_forgotten_password_is_set_by_mail(client, person):
    asked = client.post("/accesso/password/dimenticata/", {"email": person.email}, HTTP_HOST="localhost")
    assert asked.status_code == 302
    email = OutgoingEmail.objects.get(to=person.email)
    path = re.search(rf"{settings.SITE_URL}(/accesso/password/nuova/\S+)", email.text)[1]
    form = client.get(path, follow=True)
    new = "un'altra frase lunga 8"
    response = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert response["Location"] == "/accesso/password/cambiata/"
    assert sign_in(Client(), person.email, new).status_code == 302


def test_forgotten_password_tells_nothing_and_mails_nobody_unknown(client, person):
    known = client.post("/accesso/password/dimenticata/", {"email": person.email})
    unknown = client.post("/accesso/password/dimenticata/", {"email": "nessuno@piemonte.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert list(OutgoingEmail.objects.values_list("to", flat=True)) == [person.email]


def test_forgotten_password_makes_none_for_people_of_a_provider(client):
    user = UserFactory(email="ente@piemonte.example")
    user.set_unusable_password()
    user.save()
    client.post("/accesso/password/dimenticata/", {"email": user.email})
    assert OutgoingEmail.objects.count() == 0


def test_forgotten_password_has_a_limit_by_address(client, person):
    for _time in range(5):
        response = client.post("/accesso/password/dimenticata/", {"email": person.email})
    assert (response.status_code, OutgoingEmail.objects.count()) == (429, 3)


def test_sessions_page_ends_the_other_sessions(person):
    here, there = Client(HTTP_USER_AGENT="Qui"), Client(HTTP_USER_AGENT="Altrove")
    sign_in(here, person.email, PASSWORD)
    sign_in(there, person.email, PASSWORD)
    page = here.get("/accesso/sessioni/").content.decode()
    assert ("Qui" in page, "Altrove" in page) == (True, True)
    here.post("/accesso/sessioni/")
    assert there.get("/scrivania/profilo/").status_code == 302
    assert here.get("/scrivania/profilo/").status_code == 200
    assert list(UserSession.objects.values_list("user_agent", flat=True)) == ["Qui"]


def test_changed_password_ends_the_other_sessions(person):
    here, there = Client(), Client()
    sign_in(here, person.email, PASSWORD)
    sign_in(there, person.email, PASSWORD)
    new = "un'altra frase lunga 8"
    here.post("/accesso/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/scrivania/profilo/").status_code == 200
    assert there.get("/scrivania/profilo/").status_code == 302


def test_signing_out_needs_a_post(client, person):
    sign_in(client, person.email, PASSWORD)
    client.get("/accesso/esci/")
    assert client.session["_auth_user_id"] == str(person.pk)
    client.post("/accesso/esci/")
    assert "_auth_user_id" not in client.session


def test_session_ends_with_the_browser(client, person):
    response = sign_in(client, person.email, PASSWORD)
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")


@pytest.mark.parametrize("path", ["iscrizione/", "e-mail/", "password/", "iscrizione-ente/"])
def test_nobody_signs_up_or_changes_the_address(client, path):
    data = {"email": "io@piemonte.example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(f"/accesso/chiuso/{path}", data).status_code == 404
    assert User.objects.count() == 0


def test_management_site_has_no_sign_in_of_its_own(client, person):
    response = client.post("/gestione/login/", {"username": person.email, "password": PASSWORD})
    assert response["Location"].startswith("/accesso/?next=/gestione/")
    assert "_auth_user_id" not in client.session

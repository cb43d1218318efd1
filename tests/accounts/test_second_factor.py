"""Whoever decides or administers has a second factor; there is no way round."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from familynet.accounts.middleware import SecondFactorMiddleware
from familynet.accounts.models import Invitation
from familynet.accounts.roles import SECOND_FACTOR_ROLES, Capability, Role
from familynet.kernel.emails import OutgoingEmail
from tests.access.rows import load_rows, make_world
from tests.factories.accounts import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "una frase lunga 7"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def person(official, piemonte):
    user = official(Role.ADMINISTRATOR, piemonte)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(user):
    client = Client()
    client.post("/accesso/", {"login": user.email, "password": PASSWORD})
    return client


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def enrol(client):
    """Through the pages: confirm the password, read the secret, type the code. Returns the secret."""
    asked = client.get("/accesso/due-fattori/app/attiva/")
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/accesso/due-fattori/app/attiva/")
    secret = page.context["form"].secret
    done = client.post("/accesso/due-fattori/app/attiva/", {"code": code_of(secret)})
    assert done.status_code == 302
    return secret


def test_desk_leads_to_the_set_up_and_back(person):
    client = sign_in(person)
    response = client.get("/scrivania/persone/?role=auditor")
    assert (response.status_code, response["Location"]) == (302, "/accesso/due-fattori/")
    assert "Il tuo ruolo chiede un secondo fattore" in client.get("/accesso/due-fattori/").content.decode()
    enrol(client)
    page = client.get("/accesso/due-fattori/").content.decode()
    assert 'href="/scrivania/persone/?role=auditor"' in page
    assert client.get("/scrivania/persone/?role=auditor").status_code == 200


def test_enrolment_shows_a_qr_code_that_the_policy_allows(person):
    client = sign_in(person)
    asked = client.get("/accesso/due-fattori/app/attiva/")
    page = client.get(client.post(asked["Location"], {"password": PASSWORD})["Location"])
    html = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]


def test_secret_of_the_app_is_stored_encrypted(person):
    secret = enrol(sign_in(person))
    stored = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert stored.startswith("gAAAA")


def test_new_second_factor_is_told_by_mail(person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        enrol(sign_in(person))
    sent = OutgoingEmail.objects.filter(to=person.email).values_list("template", flat=True)
    assert list(sent) == ["mfa/email/totp_activated"]


def test_next_sign_in_asks_for_the_code(person):
    secret = enrol(sign_in(person))
    client = Client()
    response = client.post(
        "/accesso/", {"login": person.email, "password": PASSWORD, "next": "/scrivania/persone/"}
    )
    assert response["Location"].startswith("/accesso/due-fattori/codice/")
    assert client.get("/scrivania/persone/")["Location"].startswith("/accesso/?next=")
    wrong = client.post("/accesso/due-fattori/codice/", {"code": "000000"})
    assert wrong.context["form"].errors["code"] == ["Codice errato."]
    Authenticator.objects.filter(user=person).update(last_used_at=None)
    cache.clear()
    done = client.post("/accesso/due-fattori/codice/", {"code": code_of(secret)})
    assert done["Location"] == "/scrivania/persone/"
    assert client.get("/scrivania/persone/").status_code == 200


def test_no_post_passes_without_the_second_factor(person, piemonte):
    client = sign_in(person)
    invitation = InvitationFactory(administration=piemonte, invited_by=person)
    response = client.post(reverse("accounts:invitation_withdraw", args=[invitation.uuid]))
    assert (response["Location"], Invitation.objects.get().state) == ("/accesso/due-fattori/", "sent")


def test_every_page_behind_sign_in_is_closed_without_the_second_factor(person):
    """All named URLs, by GET and POST: a page of ours never answers 200, only public ones do.

    The view is never reached, so one row of each is enough.
    """
    world = make_world()
    client = Client()
    user = world.people["piemonte:administrator"]
    client.force_login(user)
    public = set()
    for name, rows in load_rows().items():
        if ":" not in name:
            continue
        with transaction.atomic():  # rows do not meet one another's objects
            url = reverse(name, kwargs=rows[0].kwargs(world))
            transaction.set_rollback(True)
        if not getattr(get_resolver().resolve(url).func, "login_required", True):
            public.add(name)
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(url)
            assert (response.status_code, response["Location"]) == (302, "/accesso/due-fattori/"), (method, name)
    assert "accounts:people" not in public


def test_public_pages_treat_the_person_as_one_without_roles(person, rf, piemonte):
    request = rf.get("/")
    request.COOKIES["sid"] = "any"
    request.user, request.resolver_match = person, None

    def public(request):
        raise AssertionError("not called")

    public.login_required = False
    assert person.can(Capability.PEOPLE_MANAGE, piemonte) is True
    assert SecondFactorMiddleware(lambda r: None).process_view(request, public, [], {}) is None
    assert person.can(Capability.PEOPLE_MANAGE, piemonte) is False


def test_management_site_needs_the_second_factor():
    user = UserFactory(is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(user)
    for path in ("/gestione/", "/gestione/accounts/user/"):
        assert client.get(path)["Location"] == "/accesso/due-fattori/"


def test_account_pages_stay_reachable_without_the_second_factor(person):
    client = sign_in(person)
    for path in ("/accesso/password/", "/accesso/sessioni/", "/accesso/due-fattori/", "/accesso/esci/"):
        assert client.get(path).status_code == 200, path


def test_recovery_codes_alone_are_no_second_factor(person):
    client = sign_in(person)
    enrol(client)
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    assert Authenticator.objects.get(user=person).type == Authenticator.Type.RECOVERY_CODES
    assert client.get("/scrivania/persone/")["Location"] == "/accesso/due-fattori/"


@pytest.mark.parametrize("role", Role.values)
def test_only_who_decides_needs_it(role, official, piemonte):
    client = Client()
    client.force_login(official(role, piemonte))
    expected = 302 if role in SECOND_FACTOR_ROLES else 200
    assert client.get("/scrivania/profilo/").status_code == expected


def test_demo_does_not_ask_for_it(person, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert sign_in(person).get("/scrivania/persone/").status_code == 200


def test_passkey_page_passes_its_options_as_data(person):
    client = sign_in(person)
    asked = client.get("/accesso/due-fattori/chiavi/aggiungi/")
    client.post(asked["Location"], {"password": PASSWORD})
    html = client.get("/accesso/due-fattori/chiavi/aggiungi/").content.decode()
    assert '<script id="js_data" type="application/json">' in html
    assert html.count("<script") == html.count("<script src=") + html.count('type="application/json"')

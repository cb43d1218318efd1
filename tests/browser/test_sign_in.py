"""Signing in as people do: by password, with the app, with a passkey; inviting somebody who then joins."""

import time

from allauth.mfa.totp.internal import auth as totp

from familynet.accounts.models import User
from familynet.accounts.roles import Role
from tests.accounts.conftest import token_in_mail
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory

PASSWORD = "una frase lunga 7"


def make_administrator():
    piemonte = AdministrationFactory(piemonte=True)
    user = UserFactory(administration=piemonte, email="ada@piemonte.example", full_name="Ada Amministra")
    user.set_password(PASSWORD)
    user.save()
    RoleAssignmentFactory(user=user, role=Role.ADMINISTRATOR, administration=piemonte)
    return user


def sign_in(visit, user):
    visit.page.fill("[name=login]", user.email)
    visit.page.fill("[name=password]", PASSWORD)
    visit.page.click("form:has([name=login]) button[type=submit]")


def confirm_password(visit):
    visit.page.fill("[name=password]", PASSWORD)
    visit.page.click("form:has([name=password]) button[type=submit]")


def code_of(secret):
    while time.time() % 30 > 24:  # near its end a code may have expired when it arrives
        time.sleep(0.2)
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_invite_somebody_who_joins_in_every_shape(any_visit, new_visit):
    user = make_administrator()
    any_visit.go("/scrivania/persone/")
    any_visit.check_accessible()
    sign_in(any_visit, user)
    page = any_visit.page
    assert page.inner_text("h1") == "Persone e ruoli"
    page.click("text=Invita una persona")
    any_visit.check_accessible()
    confirm_password(any_visit)
    page.fill("[name=full_name]", "Nuova Persona")
    page.fill("[name=email]", "nuova@piemonte.example")
    page.check("[name=roles][value=assessor]")
    any_visit.check_accessible()
    page.click("text=Invia l'invito")
    assert "nuova@piemonte.example" in page.inner_text("main table >> nth=0")
    any_visit.check_accessible()

    guest = new_visit("narrow" if any_visit.javascript else "narrow-nojs")
    guest.go(f"/invito/{token_in_mail('nuova@piemonte.example')}/")
    guest.check_accessible()
    guest.page.fill("[name=password1]", PASSWORD)
    guest.page.fill("[name=password2]", PASSWORD)
    guest.page.click("form:has([name=password1]) button[type=submit]")
    assert guest.page.url.endswith("/scrivania/")
    joined = User.objects.get(email="nuova@piemonte.example")
    assert {role for role, _pk in joined.current_roles} == {Role.ASSESSOR.value}


def test_required_app_is_set_up_without_javascript(new_visit, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    visit, user = new_visit("narrow-nojs"), make_administrator()
    visit.go("/scrivania/persone/")
    sign_in(visit, user)
    page = visit.page
    assert page.inner_text("h1") == "Secondo fattore"
    page.click('main a:has-text("Attiva l\'app")')
    confirm_password(visit)
    secret = page.input_value("#authenticator_secret")
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 0
    page.fill("[name=code]", code_of(secret))
    page.click("form:has([name=code]) button[type=submit]")
    assert page.inner_text("h1") == "Codici di recupero"
    visit.go("/accesso/due-fattori/")
    page.click("text=Continua da dove eri")
    assert page.inner_text("h1") == "Persone e ruoli"


def test_passkey_is_added_and_signs_in(visit):
    user, page = make_administrator(), visit.page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visit.go("/accesso/")
    sign_in(visit, user)
    visit.go("/accesso/due-fattori/chiavi/aggiungi/")
    confirm_password(visit)
    page.fill("[name=name]", "Portatile")
    page.check("[name=passwordless]")
    visit.check_accessible()
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/due-fattori/recupero/")
    visit.check_accessible()
    visit.go("/accesso/due-fattori/chiavi/")
    visit.check_accessible()

    visit.go("/accesso/esci/")
    page.click("main button[type=submit]")
    visit.go("/accesso/")
    page.click("#passkey_login")
    page.wait_for_url("**/scrivania/")

    visit.go("/accesso/esci/")
    page.click("main button[type=submit]")
    visit.go("/accesso/")
    sign_in(visit, user)
    assert page.inner_text("h1") == "Secondo fattore"
    visit.check_accessible()
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/scrivania/")

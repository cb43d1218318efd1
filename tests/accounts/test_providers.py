"""Sign-in with an administration's own provider, over real HTTP with signed tokens."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from familynet.accounts.models import User
from familynet.accounts.roles import Role
from tests.accounts.provider import Provider
from tests.factories.accounts import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "una frase lunga 7"


def app(provider_id, server):
    return {
        "provider_id": provider_id,
        "name": f"Accesso {provider_id}",
        "client_id": "familynet",
        "secret": "secret",
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }


@pytest.fixture
def provider(settings, piemonte, trento):
    """One provider process that stands for Piemonte's, and under another name for Trento's."""
    with Provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [app("piemonte", running.url), app("pat", running.url)]}
        }
        settings.OIDC_ADMINISTRATIONS = {"piemonte": "r_piemon", "pat": "p_TN"}
        settings.OIDC_ISSUERS = {"piemonte": running.url, "pat": running.url}
        settings.OIDC_ORIGINS = [running.url]
        yield running


@pytest.fixture
def invitation(provider, administrator, piemonte):
    return InvitationFactory(
        email="nuova@piemonte.example", administration=piemonte, invited_by=administrator, roles=[Role.ASSESSOR]
    )


def go(provider, client, name="piemonte", process="login"):
    """The button, the provider's page (which agrees at once), the way back. Returns our answer."""
    start = client.post(f"/accesso/ente/{name}/?process={process}")
    address = urlsplit(start["Location"])
    query = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert (f"{address.scheme}://{address.netloc}", query["code_challenge_method"]) == (provider.url, "S256")
    provider.challenge = query["code_challenge"]
    return client.get(urlsplit(query["redirect_uri"]).path, {"code": "code", "state": query["state"]})


def refused(provider, client, reason, **options):
    """The provider's answer is refused with this sentence, and nothing was made."""
    before = (User.objects.count(), SocialAccount.objects.count())
    page = go(provider, client, **options)
    assert (page.status_code, str(page.context["reason"])) == (403, reason)
    assert (User.objects.count(), SocialAccount.objects.count()) == before
    return True


def test_invited_person_joins_with_the_roles_of_the_invitation(provider, client, invitation, piemonte):
    provider.claims["groups"] = ["administrator"]
    response = go(provider, client)
    user = User.objects.get(email="nuova@piemonte.example")
    invitation.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/scrivania/")
    assert (invitation.state, invitation.accepted_by) == ("accepted", user)
    assert (user.administration, user.has_usable_password()) == (piemonte, False)
    assert user.current_roles == {(Role.ASSESSOR.value, piemonte.pk)}
    assert client.session["_auth_user_id"] == str(user.pk)
    assert provider.sent["grant_type"] == "authorization_code"


def test_second_sign_in_finds_the_same_person(provider, client, invitation):
    go(provider, client)
    again = Client()
    go(provider, again)
    assert (User.objects.filter(email="nuova@piemonte.example").count(), SocialAccount.objects.count()) == (1, 1)
    assert again.session["_auth_user_id"] == client.session["_auth_user_id"]


def test_nobody_joins_without_an_invitation(provider, client):
    reason = "Manca un invito per il tuo indirizzo. Chiedilo a chi amministra le persone del tuo ente."
    assert refused(provider, client, reason)
    assert "_auth_user_id" not in client.session


def test_invitation_of_another_administration_does_not_count(provider, client, invitation):
    reason = "Manca un invito per il tuo indirizzo. Chiedilo a chi amministra le persone del tuo ente."
    assert refused(provider, client, reason, name="pat")


def test_token_of_another_issuer_refused(provider, client, invitation, settings):
    settings.OIDC_ISSUERS = {"piemonte": "https://accesso.piemonte.example", "pat": provider.url}
    assert refused(provider, client, "La risposta non viene dal servizio di accesso dell'amministrazione.")


def test_token_signed_for_another_issuer_than_announced_is_an_error(provider, client, invitation):
    provider.token_claims = {"iss": "https://evil.example"}
    page = go(provider, client)
    assert "Accesso non riuscito" in page.content.decode()
    assert (SocialAccount.objects.count(), "_auth_user_id" in client.session) == (0, False)


def test_token_for_another_audience_is_an_error(provider, client, invitation):
    provider.token_claims = {"aud": "another-site"}
    page = go(provider, client)
    assert "Accesso non riuscito" in page.content.decode()
    assert (SocialAccount.objects.count(), "_auth_user_id" in client.session) == (0, False)


@pytest.mark.parametrize("value", [False, "false", "true", None])
def test_address_not_verified_refused(provider, client, invitation, value):
    provider.claims["email_verified"] = value
    assert refused(provider, client, "Il servizio di accesso non conferma il tuo indirizzo e-mail.")


def test_profile_of_another_subject_refused(provider, client, invitation):
    provider.profile_claims = {"sub": "9999"}
    assert refused(provider, client, "La risposta del servizio di accesso non è coerente.")


def test_leaver_refused(provider, client, invitation):
    go(provider, client)
    User.objects.filter(email="nuova@piemonte.example").update(is_active=False)
    reason = "Il tuo accesso non è attivo. Scrivi a chi amministra le persone del tuo ente."
    assert refused(provider, Client(), reason)


def test_account_with_the_same_address_is_not_connected_by_itself(provider, client, invitation, piemonte):
    user = UserFactory(email="nuova@piemonte.example", administration=piemonte)
    reason = "C'è già un account con questo indirizzo: accedi con la password, poi collega il servizio."
    assert refused(provider, client, reason)
    assert (SocialAccount.objects.filter(user=user).exists(), "_auth_user_id" in client.session) == (False, False)


def test_same_subject_at_two_providers_is_two_people(provider, invitation, administrator, trento):
    InvitationFactory(
        email="altra@trento.example", administration=trento, invited_by=administrator, roles=[Role.AUDITOR]
    )
    here, there = Client(), Client()
    go(provider, here)
    provider.claims["email"] = "altra@trento.example"
    go(provider, there, name="pat")
    people = dict(SocialAccount.objects.values_list("provider", "user__administration__slug"))
    assert people == {"piemonte": "piemonte", "pat": "trento"}
    assert SocialAccount.objects.filter(uid="1001").count() == 2
    assert here.session["_auth_user_id"] != there.session["_auth_user_id"]


def test_connection_only_to_the_provider_of_the_own_administration(provider, client, administrator, signed_in):
    provider.claims["email"] = administrator.email
    signed_in(client, administrator)
    client.post("/accesso/conferma/", {"password": PASSWORD})
    reason = "Il tuo account non appartiene a questa amministrazione."
    assert refused(provider, client, reason, name="pat", process="connect")
    provider.claims["email"] = "altra@piemonte.example"
    reason = "L'indirizzo del servizio di accesso non è quello del tuo account."
    assert refused(provider, client, reason, process="connect")
    provider.claims["email"] = administrator.email
    assert go(provider, client, process="connect")["Location"] == "/accesso/collegamenti/"
    assert SocialAccount.objects.get().user == administrator


def test_answer_with_a_foreign_state_is_refused(provider, client, invitation):
    client.post("/accesso/ente/piemonte/")
    page = client.get("/accesso/ente/piemonte/ritorno/", {"code": "code", "state": "forged"})
    assert "Accesso non riuscito" in page.content.decode()
    assert (SocialAccount.objects.count(), "_auth_user_id" in client.session) == (0, False)


def test_only_the_sign_in_pages_may_send_forms_to_the_provider(provider, client):
    def form_action(path):
        policy = client.get(path)["Content-Security-Policy"]
        return next(part.strip() for part in policy.split(";") if "form-action" in part)

    assert form_action("/accesso/") == f"form-action 'self' {provider.url}"
    assert form_action("/accesso/ente/piemonte/") == f"form-action 'self' {provider.url}"
    assert form_action("/accesso/password/dimenticata/") == "form-action 'self'"
    assert form_action("/") == "form-action 'self'"
    assert "Accesso piemonte" in client.get("/accesso/").content.decode()

import re

import pytest

from familynet.accounts.actions import invite_person
from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail


@pytest.fixture
def administrator(official, piemonte):
    """Who administers the people of Piemonte."""
    return official(Role.ADMINISTRATOR, piemonte, full_name="Ada Amministra", email="ada@piemonte.example")


@pytest.fixture
def invite(administrator, piemonte):
    """invite(email, roles) → (invitation, token as it stands in the mail)."""

    def make(email="nuova@piemonte.example", roles=(Role.ASSESSOR.value,), **values):
        arguments = {"by": administrator, "administration": piemonte, "full_name": "Nuova Persona", **values}
        invitation = invite_person(email=email, roles=list(roles), **arguments)
        return invitation, token_in_mail(invitation.email)

    return make


def token_in_mail(address):
    text = OutgoingEmail.objects.filter(to=address).latest("pk").text
    return re.search(r"/invito/([^/\s]+)/", text)[1]


@pytest.fixture
def signed_in():
    """signed_in(client, user, password) → the client after a real sign-in by password."""

    def make(client, user, password="una frase lunga 7"):
        user.set_password(password)
        user.save(update_fields=["password"])
        response = client.post("/accesso/", {"login": user.email, "password": password})
        assert (response.status_code, response["Location"]) == (302, "/scrivania/")
        return client

    return make

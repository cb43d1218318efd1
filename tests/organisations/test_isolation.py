"""Trento's officials against what belongs to Piemonte, for every model."""

import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from tests.factories.organisations import OrganisationInvitationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign(piemonte):
    """An organisation of Piemonte with a person and an invitation."""
    member = OrganisationMemberFactory()
    return member.organisation, member, OrganisationInvitationFactory(organisation=member.organisation)


@pytest.mark.parametrize("role", Role.values)
def test_official_of_trento_sees_nothing_of_piemonte(foreign, official, trento, role):
    user = official(role, trento)
    for model in (Organisation, OrganisationMember, OrganisationInvitation):
        assert list(model.objects.visible_to(user)) == []


@pytest.mark.parametrize("page", ["detail", "edit", "close", "reopen", "merge", "invite"])
def test_page_of_a_foreign_organisation_is_not_found(foreign, client_as, official, trento, page):
    user = official(Role.NETWORK_COORDINATOR, trento)
    address = reverse(f"organisations:{page}", args=[foreign[0].slug])
    assert client_as(user).get(address).status_code == 404
    if page != "detail":
        assert client_as(user).post(address, {"comment": "x"}).status_code == 404
    foreign[0].refresh_from_db()
    assert foreign[0].state == "active"


def test_people_of_a_foreign_organisation_are_not_found(foreign, client_as, official, trento):
    organisation, member, invitation = foreign
    client = client_as(official(Role.DISTRICT_OFFICER, trento))
    for name, pk in (("remove_member", member.pk), ("withdraw_invitation", invitation.pk)):
        assert client.post(reverse(f"organisations:{name}", args=[organisation.slug, pk])).status_code == 404
    member.refresh_from_db()
    invitation.refresh_from_db()
    assert (member.valid_to, invitation.state) == (None, "sent")


def test_member_of_one_organisation_does_not_reach_the_people_of_another(client_as):
    mine = OrganisationMemberFactory(role="legal_representative")
    other = OrganisationMemberFactory()
    address = reverse("organisations:remove_member", args=[mine.organisation.slug, other.pk])
    assert client_as(mine.user).post(address).status_code == 404
    other.refresh_from_db()
    assert other.valid_to is None

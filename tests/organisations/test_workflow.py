"""Every state × every transition × every role, generated from the tables."""

import pytest
from django.core.exceptions import PermissionDenied

from familynet.accounts.roles import ROLE_CAPABILITIES, Capability, Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.organisations.models import Organisation, OrganisationInvitation
from familynet.organisations.workflow import INVITATION, ORGANISATION
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    OrganisationFactory,
    OrganisationInvitationFactory,
    OrganisationMemberFactory,
)

pytestmark = pytest.mark.django_db
NEEDS = {
    "close": Capability.ORGANISATION_MANAGE,
    "reopen": Capability.ORGANISATION_MANAGE,
    "merge": Capability.ORGANISATION_MERGE,
}


def outcome(workflow, obj, name, by, **fields):
    before = HistoryEntry.objects.count()
    try:
        advance(workflow, obj, name, by=by, comment="Motivo", fields=fields)
    except PermissionDenied:
        result = "denied"
    except TransitionConflict:
        result = "conflict"
    else:
        result = "done"
    assert HistoryEntry.objects.count() - before == (1 if result == "done" else 0)
    return result


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("transition", ORGANISATION.transitions, ids=lambda t: t.name)
@pytest.mark.parametrize("state", Organisation.State.values)
def test_organisation_transition(official, piemonte, state, transition, role):
    other = OrganisationFactory()
    merged = {"merged_into": other} if state == "merged" else {}
    organisation = OrganisationFactory(state=state, **merged)
    fields = {"merged_into": other} if transition.name == "merge" else {}
    found = outcome(ORGANISATION, organisation, transition.name, official(role, piemonte), **fields)
    if NEEDS[transition.name] not in ROLE_CAPABILITIES[role]:
        assert found == "denied"
    else:
        assert found == ("done" if state in transition.sources else "conflict")


@pytest.mark.parametrize("transition", ORGANISATION.transitions, ids=lambda t: t.name)
def test_organisation_transition_is_not_for_its_own_people_nor_for_the_system(transition):
    organisation = OrganisationFactory()
    person = OrganisationMemberFactory(organisation=organisation, role="legal_representative").user
    assert outcome(ORGANISATION, organisation, transition.name, person) == "denied"
    assert outcome(ORGANISATION, organisation, transition.name, None) == "denied"


@pytest.mark.parametrize("who", ["officer", "representative", "contact", "invited", "stranger", "system"])
@pytest.mark.parametrize("transition", INVITATION.transitions, ids=lambda t: t.name)
@pytest.mark.parametrize("state", OrganisationInvitation.State.values)
def test_invitation_transition(official, piemonte, state, transition, who):
    invited = UserFactory(email="invitata@example.org")
    accepted = {"accepted_by": invited} if state == "accepted" else {}
    invitation = OrganisationInvitationFactory(email=invited.email, state=state, **accepted)
    people = {
        "officer": official(Role.NETWORK_COORDINATOR, piemonte),
        "representative": OrganisationMemberFactory(
            organisation=invitation.organisation, role="legal_representative"
        ).user,
        "contact": OrganisationMemberFactory(organisation=invitation.organisation).user,
        "invited": invited,
        "stranger": UserFactory(),
        "system": None,
    }
    allowed = {
        "accept": {"invited"},
        "withdraw": {"officer", "representative"},
        "supersede": {"system"},
        "expire": {"system"},
    }[transition.name]
    fields = {"accepted_by": invited} if transition.name == "accept" else {}
    found = outcome(INVITATION, invitation, transition.name, people[who], **fields)
    if who not in allowed:
        assert found == "denied"
    else:
        assert found == ("done" if state in transition.sources else "conflict")

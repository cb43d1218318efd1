"""Every state × every transition × role, generated from the table."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.networks.models import Membership
from familynet.networks.workflow import MEMBERSHIP_WORKFLOW, steps_for
from tests.factories.networks import MembershipFactory

pytestmark = pytest.mark.django_db
TRAITS = {"interest": {}, "resolved": {"resolved": True}, "member": {"member": True}}
TRAITS |= {"on_hold": {"on_hold": True}, "left": {"left": True}}
FIELDS = {
    "admit": {"joined_on": datetime.date(2024, 3, 1)},
    "leave": {"left_on": datetime.date(2025, 3, 1)},
}


def attempt(membership, name, user):
    return advance(
        MEMBERSHIP_WORKFLOW,
        membership,
        name,
        by=user,
        comment="Motivo",
        act=Act.objects.create(kind=Act.Kind.RESOLUTION),
        fields=FIELDS.get(name),
    )


@pytest.mark.parametrize("state", Membership.State.values)
@pytest.mark.parametrize("name", [t.name for t in MEMBERSHIP_WORKFLOW])
def test_transition_moves_only_from_its_sources(name, state, official, piemonte):
    membership = MembershipFactory(**TRAITS[state])
    transition = MEMBERSHIP_WORKFLOW.get(name)
    coordinator = official(Role.NETWORK_COORDINATOR, piemonte)
    if state in transition.sources:
        attempt(membership, name, coordinator)
        expected, entries = transition.target, [(name, state, transition.target, transition.public)]
    else:
        with pytest.raises(TransitionConflict):
            attempt(membership, name, coordinator)
        expected, entries = state, []
    membership.refresh_from_db()
    assert membership.state == expected
    found = HistoryEntry.objects.of(membership).values_list("verb", "from_state", "to_state", "public")
    assert list(found) == entries


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", [t.name for t in MEMBERSHIP_WORKFLOW])
def test_transition_belongs_to_the_coordinator_of_the_territory(name, role, official, piemonte, trento):
    state = MEMBERSHIP_WORKFLOW.get(name).sources[0]
    for administration in (piemonte, trento):
        membership = MembershipFactory(**TRAITS[state])
        user = official(role, administration)
        allowed = role == Role.NETWORK_COORDINATOR and administration == piemonte
        assert (name in [t.name for t in MEMBERSHIP_WORKFLOW.available(membership, user)]) is allowed
        if allowed:
            assert attempt(membership, name, user).actor == user
        else:
            with pytest.raises(PermissionDenied):
                attempt(membership, name, user)
            assert HistoryEntry.objects.of(membership).count() == 0


@pytest.mark.parametrize("name", [t.name for t in MEMBERSHIP_WORKFLOW])
def test_transition_is_never_made_by_the_system_alone(name):
    membership = MembershipFactory(**TRAITS[MEMBERSHIP_WORKFLOW.get(name).sources[0]])
    with pytest.raises(PermissionDenied):
        attempt(membership, name, None)


def test_steps_for_drop_what_a_certificate_makes_pointless(official, piemonte):
    coordinator = official(Role.NETWORK_COORDINATOR, piemonte)

    def names(membership):
        return [step.name for step in steps_for(membership, coordinator)]

    assert names(MembershipFactory(member=True)) == ["mark_certified", "extend_deadline", "put_on_hold", "leave"]
    assert names(MembershipFactory(certified=True)) == ["put_on_hold", "leave"]
    assert names(MembershipFactory(member=True, certify_by=None)) == ["mark_certified", "put_on_hold", "leave"]

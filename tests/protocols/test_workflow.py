"""Every state × every transition × every role, generated from the table."""

import pytest
from django.core.exceptions import PermissionDenied

from familynet.accounts.roles import ROLE_CAPABILITIES, Capability, Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.protocols.models import Protocol
from familynet.protocols.workflow import PROTOCOL
from tests.factories.accounts import AdministrationFactory
from tests.factories.protocols import ActFactory, ProtocolFactory

pytestmark = pytest.mark.django_db


def outcome(protocol, name, by):
    try:
        advance(PROTOCOL, protocol, name, by=by, act=ActFactory())
    except PermissionDenied:
        result = "denied"
    except TransitionConflict:
        result = "conflict"
    else:
        result = "done"
    assert HistoryEntry.objects.of(protocol).count() == (1 if result == "done" else 0)
    return result


@pytest.mark.parametrize("role", [*Role.values, None])
@pytest.mark.parametrize("transition", PROTOCOL.transitions, ids=lambda t: t.name)
@pytest.mark.parametrize("state", Protocol.State.values)
def test_protocol_transition(official, piemonte, state, transition, role):
    protocol = ProtocolFactory(state=state)
    found = outcome(protocol, transition.name, official(role, piemonte) if role else None)
    may = Capability.PROTOCOL_MANAGE in ROLE_CAPABILITIES[role] if role else False
    if transition.system:
        may = role is None
    if not may:
        assert found == "denied"
    else:
        assert found == ("done" if state in transition.sources else "conflict")


@pytest.mark.parametrize("transition", PROTOCOL.transitions, ids=lambda t: t.name)
def test_manager_of_another_administration_is_denied(official, transition):
    stranger = official(Role.CERTIFICATION_MANAGER, AdministrationFactory())
    assert outcome(ProtocolFactory(state=transition.sources[0]), transition.name, stranger) == "denied"

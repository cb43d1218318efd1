"""The table of invitations: every state × every transition × who."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from familynet.accounts.models import Invitation
from familynet.accounts.roles import Role
from familynet.accounts.workflow import INVITATION
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from tests.factories.accounts import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db
WHO = ["invited", "administrator", "auditor", "other administrator", "stranger", "system"]
ALLOWED = {
    "accept": {"invited"},
    "resend": {"administrator"},
    "withdraw": {"administrator"},
    "expire": {"system"},
}


@pytest.fixture
def cast(official, piemonte, trento):
    return {
        "invited": UserFactory(email="nuova@piemonte.example"),
        "administrator": official(Role.ADMINISTRATOR, piemonte),
        "auditor": official(Role.AUDITOR, piemonte),
        "other administrator": official(Role.ADMINISTRATOR, trento),
        "stranger": UserFactory(),
        "system": None,
    }


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("transition", list(INVITATION), ids=lambda t: t.name)
@pytest.mark.parametrize("state", Invitation.State.values)
def test_transition_moves_only_as_the_table_says(cast, piemonte, state, transition, who):
    invitation = InvitationFactory(
        email="nuova@piemonte.example",
        administration=piemonte,
        state=state,
        accepted_by=cast["invited"] if state == "accepted" else None,
    )
    fields = {"accepted_by": cast["invited"]} if transition.name == "accept" else {}

    if who not in ALLOWED[transition.name]:
        with pytest.raises(PermissionDenied):
            advance(INVITATION, invitation, transition.name, by=cast[who], fields=fields)
    elif state not in transition.sources:
        with pytest.raises(TransitionConflict):
            advance(INVITATION, invitation, transition.name, by=cast[who], fields=fields)
    else:
        advance(INVITATION, invitation, transition.name, by=cast[who], fields=fields)
        invitation.refresh_from_db()
        entry = HistoryEntry.objects.of(invitation).get()
        assert (invitation.state, entry.verb, entry.from_state) == (transition.target, transition.name, state)
        assert entry.actor == cast[who]
        return
    invitation.refresh_from_db()
    assert (invitation.state, HistoryEntry.objects.of(invitation).count()) == (state, 0)


def test_invitation_open_until_its_date(piemonte):
    invitation = InvitationFactory(administration=piemonte)
    overdue = InvitationFactory(administration=piemonte, expires_at=timezone.now())
    assert (invitation.is_open, overdue.is_open) == (True, False)
    assert list(Invitation.objects.open()) == [invitation]

"""People, invitations, profile."""

import datetime

from django.utils import timezone

from familynet.accounts.actions import hash_token
from familynet.accounts.models import Invitation
from familynet.accounts.roles import Role
from tests.access.rows import Row
from tests.factories.accounts import InvitationFactory, RoleAssignmentFactory, UserFactory

ADMINISTRATOR = {"piemonte:administrator": 200}
READERS = {"piemonte:administrator": 200, "piemonte:auditor": 200}


def colleague(world):
    return {"pk": UserFactory(administration=world.piemonte).pk}


def leaver(world):
    return {"pk": UserFactory(administration=world.piemonte, is_active=False).pk}


def held_role(world):
    user = UserFactory(administration=world.piemonte)
    held = RoleAssignmentFactory(user=user, administration=world.piemonte, role=Role.ASSESSOR)
    return {"pk": user.pk, "assignment": held.pk}


def waiting(world):
    inviter = world.people["piemonte:administrator"]
    return {"uuid": InvitationFactory(administration=world.piemonte, invited_by=inviter).uuid}


def open_invitation(world):
    inviter = world.people["piemonte:administrator"]
    token = f"token-{Invitation.objects.count()}"
    InvitationFactory(administration=world.piemonte, invited_by=inviter, token_hash=hash_token(token))
    return {"token": token}


def expired_invitation(world):
    inviter = world.people["piemonte:administrator"]
    token = f"old-{Invitation.objects.count()}"
    InvitationFactory(
        administration=world.piemonte,
        invited_by=inviter,
        token_hash=hash_token(token),
        expires_at=timezone.now() - datetime.timedelta(days=1),
    )
    return {"token": token}


# Sent by the administrator: 302 asks for the password again, or leads back to the page.
DONE = {"piemonte:administrator": 302, "piemonte:auditor": 403}

ROWS = {
    "accounts:people": Row(default=403, expect={"*:administrator": 200, "*:auditor": 200}),
    # Allowed, but the sign-in of the harness is not a recent one by password: it is asked again.
    "accounts:invite": Row(default=403, expect={"*:administrator": 302}),
    "accounts:invitation_resend": Row(kwargs=waiting, method="post", expect=DONE),
    "accounts:invitation_withdraw": [
        Row(kwargs=waiting, expect={**ADMINISTRATOR, "piemonte:auditor": 403}),
        Row(kwargs=waiting, method="post", expect=DONE),
    ],
    "accounts:person": Row(kwargs=colleague, expect=READERS),
    "accounts:grant_role": Row(kwargs=colleague, expect=DONE),
    "accounts:end_role": [
        Row(kwargs=held_role, expect={**ADMINISTRATOR, "piemonte:auditor": 403}),
        Row(kwargs=held_role, method="post", expect=DONE),
    ],
    "accounts:deactivate": [
        Row(kwargs=colleague, expect={**ADMINISTRATOR, "piemonte:auditor": 403}),
        Row(kwargs=colleague, method="post", expect=DONE),
    ],
    "accounts:reactivate": Row(kwargs=leaver, method="post", expect=DONE),
    "accounts:profile": Row(default=200),
    "accounts:accept_invitation": [
        Row(kwargs=open_invitation, anonymous=200, default=403),
        Row(kwargs=expired_invitation, anonymous=410, default=410),
        Row(kwargs=lambda world: {"token": "unknown"}, anonymous=404),
    ],
}

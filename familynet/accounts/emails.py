"""Messages to people about their access."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from familynet.accounts.models import Invitation, RoleAssignment, User
from familynet.kernel import emails

INVITATION = "accounts/invitation"


def send_invitation(invitation: Invitation, token: str) -> None:
    """The link is the only copy of the token: the database keeps its hash."""
    with translation.override("it"):
        path = reverse("accounts:accept_invitation", kwargs={"token": token})
    emails.send(INVITATION, invitation.email, {"invitation": invitation, "link": f"{settings.SITE_URL}{path}"})


def send_role_granted(assignment: RoleAssignment) -> None:
    emails.send("accounts/role_granted", assignment.user.email, {"assignment": assignment})


def send_role_ended(assignment: RoleAssignment) -> None:
    emails.send("accounts/role_ended", assignment.user.email, {"assignment": assignment})


def send_deactivated(person: User) -> None:
    emails.send("accounts/deactivated", person.email, {"person": person})

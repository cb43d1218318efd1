"""Messages to the people who act for organisations."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from familynet.kernel import emails
from familynet.organisations.models import OrganisationInvitation, OrganisationMember


def send_invitation(invitation: OrganisationInvitation, token: str) -> None:
    """The link is the only copy of the token: the database keeps its hash."""
    with translation.override("it"):
        path = reverse("organisations:accept_invitation", kwargs={"token": token})
    context = {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "administration": invitation.organisation.administration,
        "link": f"{settings.SITE_URL}{path}",
    }
    emails.send("organisation_invitation", invitation.email, context)


def send_removed(member: OrganisationMember) -> None:
    context = {
        "member": member,
        "organisation": member.organisation,
        "administration": member.organisation.administration,
    }
    emails.send("organisation_member_removed", member.user.email, context)

"""Which event of a membership sends which mail to whom."""

from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.emails import send
from familynet.networks.models import Membership


def _people_of(membership: Membership) -> list[str]:
    """The addresses of the people who act for the organisation."""
    current = membership.organisation.members.current().filter(user__is_active=True)
    return sorted(current.values_list("user__email", flat=True))


def _coordinators_of(membership: Membership) -> list[str]:
    """The addresses of the coordinators who look after the membership."""
    roles = {
        "role_assignments__role": Role.NETWORK_COORDINATOR,
        "role_assignments__administration": membership.administration,
        "role_assignments__valid_to": None,
    }
    return sorted(User.objects.filter(is_active=True, **roles).values_list("email", flat=True))


def _send(template: str, membership: Membership, addresses: list[str]) -> None:
    context = {
        "membership": membership,
        "network": membership.network,
        "organisation": membership.organisation,
        "administration": membership.administration,
    }
    for address in addresses:
        send(template, address, context)


def admitted(membership: Membership) -> None:
    _send("membership_admitted", membership, _people_of(membership))


def left(membership: Membership) -> None:
    _send("membership_left", membership, _people_of(membership))


def certificate_due(membership: Membership) -> None:
    addresses = _people_of(membership) + _coordinators_of(membership)
    _send("membership_certificate_due", membership, addresses)

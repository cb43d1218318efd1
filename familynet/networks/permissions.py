"""Who may do what with networks and memberships."""

from typing import Any

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.networks.models import Membership, Network


def can_manage_network(user: Any, network: Network) -> bool:
    """The coordinators of the administration that looks after the network's own record."""
    return user.is_authenticated and user.can(Capability.NETWORK_MANAGE, network.administration_id)


def can_coordinate(user: Any, administration: Administration) -> bool:
    """The coordinators of an administration add memberships of the organisations in its territory."""
    return user.is_authenticated and user.can(Capability.NETWORK_MANAGE, administration)


def can_coordinate_any(user: Any) -> bool:
    """Somebody who coordinates for at least one administration."""
    return user.is_authenticated and bool(user.administrations_with(Capability.NETWORK_MANAGE))


def can_manage_membership(user: Any, membership: Membership) -> bool:
    """The coordinators of the administration in whose territory the organisation lies."""
    return user.is_authenticated and user.can(Capability.NETWORK_MANAGE, membership.organisation.administration_id)

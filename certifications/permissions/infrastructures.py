"""Who writes and who publishes family infrastructures."""

from typing import Any

from certifications.models import Infrastructure
from familynet.accounts.roles import Capability
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.organisations.permissions import can_act_for

C = Capability


def keeps_infrastructures(user: Any, administration: Any) -> bool:
    """The officers who keep the file of certificates and standards."""
    return bool(user.is_authenticated and user.can(C.CERTIFICATE_MANAGE, administration))


def may_see_infrastructures(user: Any) -> bool:
    """Has a list of them: officials, and people of organisations."""
    return bool(
        user.is_authenticated
        and (
            user.administrations_with(C.ORGANISATION_VIEW)
            or OrganisationMember.objects.current().filter(user=user).exists()
        )
    )


def can_propose_for(user: Any, owner: Organisation) -> bool:
    """Write down a place of this organisation: its people, and the officers of its seat."""
    return can_act_for(user, owner) or keeps_infrastructures(user, owner.administration_id)


def can_edit_infrastructure(user: Any, infrastructure: Infrastructure) -> bool:
    """Its owner's people until it is published; officers until it is closed."""
    if infrastructure.state == Infrastructure.State.CLOSED:
        return False
    if keeps_infrastructures(user, infrastructure.administration_id):
        return True
    return infrastructure.state == Infrastructure.State.DRAFT and can_act_for(user, infrastructure.owner)


def can_publish_infrastructure(user: Any, infrastructure: Infrastructure) -> bool:
    """Publish and close: officers, never for an organisation that they act for."""
    return keeps_infrastructures(user, infrastructure.administration_id) and not can_act_for(
        user, infrastructure.owner
    )

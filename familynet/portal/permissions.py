"""Who looks after what readers report; who reads the exchange of a protocol."""

from typing import Any

from familynet.accounts.roles import Capability
from familynet.portal.models import FaultReport
from familynet.protocols.models import Protocol, ProtocolQuerySet


def can_answer_report(user: Any, report: FaultReport) -> bool:
    """Who manages the people of the administration also answers for the portal."""
    return bool(user.is_authenticated and user.can(Capability.PEOPLE_MANAGE, report.administration_id))


def protocols_of(user: Any) -> ProtocolQuerySet:
    """Signed protocols to which an administration of the user is a party."""
    if not user.is_authenticated:
        return Protocol.objects.none()
    mine = Protocol.parties.through.objects.filter(
        administration__in=user.administrations_with(Capability.PRACTICE_VIEW)
    )
    return Protocol.objects.public().filter(pk__in=mine.values("protocol"))


def can_see_exchange(user: Any, protocol: Protocol) -> bool:
    """Every official of a party, once the protocol is signed; `parties` should be prefetched."""
    if not user.is_authenticated or protocol.state == Protocol.State.DRAFT:
        return False
    return not user.administrations_with(Capability.PRACTICE_VIEW).isdisjoint(protocol.party_ids)

"""Who keeps a protocol, and what a region may ask for because of one."""

import datetime
from collections.abc import Iterable
from typing import Any

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.protocols.models import Protocol, ProtocolArea
from familynet.territories.models import Region


def can_create(user: Any) -> bool:
    return bool(user.is_authenticated and user.administrations_with(Capability.PROTOCOL_MANAGE))


def can_create_for(user: Any, parties: Iterable[Administration]) -> bool:
    """One's own administration is a party."""
    return can_create(user) and not user.administrations_with(Capability.PROTOCOL_MANAGE).isdisjoint(
        party.pk for party in parties
    )


def can_manage(user: Any, protocol: Protocol) -> bool:
    """Managers of any party: what one side writes, the other reads in the history."""
    return can_create(user) and not user.administrations_with(Capability.PROTOCOL_MANAGE).isdisjoint(
        protocol.party_ids
    )


def can_edit(user: Any, protocol: Protocol) -> bool:
    """A signed protocol is what was signed; only its note still changes."""
    return protocol.state == Protocol.State.DRAFT and can_manage(user, protocol)


def region_may_ask(region: Region | Administration, what: ProtocolArea.Code | str, on: datetime.date) -> bool:
    """True when a protocol with that area of work bound the region on the day."""
    return Protocol.objects.in_force(region, on).filter(areas__code=what).exists()


def exchange_partners(administration: Administration | int) -> frozenset[int]:
    """Keys of the administrations with which this one exchanges good practices.

    The other parties of every signed protocol with that area of work, also one whose term has passed: what was
    shared stays shared until a party ends the protocol (docs/decisions/0012).
    """
    pk = administration if isinstance(administration, int) else administration.pk
    shared = Protocol.objects.public().filter(
        areas__code=ProtocolArea.Code.GOOD_PRACTICES,
        pk__in=Protocol.parties.through.objects.filter(administration=pk).values("protocol"),
    )
    parties = Protocol.parties.through.objects.filter(protocol__in=shared.filter(ended_on=None).values("pk"))
    return frozenset(parties.exclude(administration=pk).values_list("administration", flat=True))

"""The networks and their memberships, in every state."""

import datetime

from familynet.kernel.acts import Act
from familynet.networks.actions import (
    admit,
    establish_known_networks,
    express_interest,
    leave,
    put_on_hold,
    record_existing_membership,
    record_resolution,
)
from familynet.networks.models import Membership, Network
from familynet.portal.demo.content.networks import EXAMPLE_MEMBERS, ITALY, REAL_MEMBERS, ExampleMember, RealMember
from familynet.portal.demo.steps.cast import Cast, invented, organisation_named, past


def make_networks(cast: Cast) -> None:
    coordinator = cast.person("reti", "trento")
    establish_known_networks(by=coordinator, administration=cast.administrations["trento"])
    for member in REAL_MEMBERS:
        _take_over(member, cast)
    for example in EXAMPLE_MEMBERS:
        _live_through(example, cast)


def _take_over(member: RealMember, cast: Cast) -> None:
    """A membership that was there before the portal, with the acts that are known."""
    organisation = organisation_named(member.name)
    record_existing_membership(
        by=cast.colleague("reti", organisation.administration),
        network=Network.objects.get(slug=ITALY),
        organisation=organisation,
        joined_on=member.joined_on,
        resolution_act=_act(member.resolution, Act.Kind.RESOLUTION),
        certified_on=member.certified_on,
        certification_act=_act(member.certificate, Act.Kind.DETERMINATION),
        source=f"Contenuto dimostrativo. {member.source}",
        is_demo=True,
    )


def _act(facts: tuple[str, str, datetime.date] | None, kind: str) -> Act | None:
    if facts is None:
        return None
    body, number, day = facts
    return Act.objects.create(kind=kind, body=body, number=number, date=day)


def _live_through(example: ExampleMember, cast: Cast) -> None:
    """An invented body asks to join, resolves, is admitted, pauses or leaves, as far as its story goes."""
    organisation = invented(example.number)
    by = cast.colleague("reti", organisation.administration)
    network = Network.objects.get(slug=example.network)
    membership = express_interest(by=by, network=network, organisation=organisation, on=past(example.interest))
    Membership.objects.filter(pk=membership.pk).update(is_demo=True)
    if example.resolution:
        facts = (f"{organisation.name}", f"esempio {example.number}", past(example.resolution))
        record_resolution(membership, by=by, act=_act(facts, Act.Kind.RESOLUTION))
    if example.admission:
        admit(membership, by=by, on=past(example.admission))
    if example.on_hold:
        put_on_hold(membership, by=by, comment=example.on_hold)
    if example.left:
        day, comment = example.left
        leave(membership, by=by, on=past(day), comment=comment)

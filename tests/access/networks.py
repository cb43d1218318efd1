from familynet.kernel.acts import Act
from tests.access.rows import PUBLIC, Row
from tests.factories.networks import MembershipFactory, NetworkFactory


def membership(world):
    return {"pk": MembershipFactory(organisation=world.organisation).pk}


def step(world):
    return {**membership(world), "name": "record_resolution"}


RESOLUTION = {
    "act-kind": Act.Kind.RESOLUTION,
    "act-number": "16",
    "act-date": "2024-02-01",
}
OWN_TERRITORY = {"piemonte:*": 200, "organisation:legal_representative": 200, "organisation:contact": 200}
COORDINATOR_ONLY = {
    "piemonte:network_coordinator": 200,
    "piemonte:*": 403,
    "organisation:legal_representative": 403,
    "organisation:contact": 403,
}

ROWS = {
    "networks:list": PUBLIC,
    "networks:detail": Row(
        kwargs=lambda world: {"slug": NetworkFactory(administration=world.trento).slug}, anonymous=200, default=200
    ),
    "networks:work": Row(default=200),
    "networks:membership": Row(kwargs=membership, expect=OWN_TERRITORY),
    "networks:membership_new": Row(default=403, expect={"*:network_coordinator": 200}),
    "networks:membership_step": [
        Row(kwargs=step, expect=COORDINATOR_ONLY),
        Row(
            kwargs=step,
            expect=COORDINATOR_ONLY | {"piemonte:network_coordinator": 302},
            method="post",
            data=RESOLUTION,
        ),
    ],
    "networks:edit": Row(
        kwargs=lambda world: {"slug": NetworkFactory(administration=world.trento).slug},
        default=403,
        expect={"trento:network_coordinator": 200},
    ),
}

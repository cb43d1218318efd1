import datetime

import factory
from factory.django import DjangoModelFactory

from familynet.networks.models import Membership, Network
from tests.factories.accounts import AdministrationFactory
from tests.factories.organisations import OrganisationFactory


class NetworkFactory(DjangoModelFactory):
    """A network that asks for a certificate within 24 months, looked after by Trento."""

    class Meta:
        model = Network

    slug = factory.Sequence(lambda n: f"rete-{n}")
    name = factory.Sequence(lambda n: f"Rete {n}")
    summary = "Una rete di prova."
    certify_within_months = 24
    administration = factory.SubFactory(AdministrationFactory, trento=True)


class MembershipFactory(DjangoModelFactory):
    """A membership of an organisation of Piemonte (`trento=True`: of Trento), in the state of interest.

    `resolved=True`, `member=True`, `on_hold=True`, `left=True` and `certified=True` set the dates as well.
    """

    class Meta:
        model = Membership

    class Params:
        trento = factory.Trait(organisation=factory.SubFactory(OrganisationFactory, trento=True))
        resolved = factory.Trait(state=Membership.State.RESOLVED, resolved_on=datetime.date(2024, 2, 1))
        member = factory.Trait(
            state=Membership.State.MEMBER,
            joined_on=datetime.date(2024, 3, 1),
            certify_by=datetime.date(2026, 3, 1),
        )
        certified = factory.Trait(member=True, certified_on=datetime.date(2025, 5, 1))
        on_hold = factory.Trait(state=Membership.State.ON_HOLD, joined_on=datetime.date(2024, 3, 1))
        left = factory.Trait(
            state=Membership.State.LEFT,
            joined_on=datetime.date(2024, 3, 1),
            left_on=datetime.date(2025, 3, 1),
        )

    network = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    interest_on = datetime.date(2024, 1, 10)

import datetime

import factory
from factory.django import DjangoModelFactory

from familynet.kernel.acts import Act
from familynet.protocols.models import Protocol, ProtocolAct, ProtocolAction, ProtocolArea
from tests.factories.accounts import AdministrationFactory


class ActFactory(DjangoModelFactory):
    class Meta:
        model = Act

    kind = Act.Kind.PROTOCOL
    number = factory.Sequence(str)
    date = datetime.date(2022, 7, 14)


class ProtocolFactory(DjangoModelFactory):
    """A protocol of 2022–2025 in force; its parties are Trento and Piemonte unless told."""

    class Meta:
        model = Protocol
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"protocollo-{n}")
    title = factory.Sequence(lambda n: f"Protocollo {n}")
    starts_on = datetime.date(2022, 7, 14)
    ends_on = datetime.date(2025, 7, 13)
    signed_on = datetime.date(2022, 7, 14)
    state = Protocol.State.IN_FORCE

    @factory.post_generation
    def parties(self, create, extracted, **kwargs):
        both = [AdministrationFactory(trento=True), AdministrationFactory(piemonte=True)]
        self.parties.set(both if extracted is None else extracted)


class ProtocolAreaFactory(DjangoModelFactory):
    class Meta:
        model = ProtocolArea

    protocol = factory.SubFactory(ProtocolFactory)
    code = ProtocolArea.Code.INSTRUMENTS
    position = 1
    title = "Promozione degli strumenti"


class ProtocolActFactory(DjangoModelFactory):
    class Meta:
        model = ProtocolAct

    protocol = factory.SubFactory(ProtocolFactory)
    act = factory.SubFactory(ActFactory)
    role = ProtocolAct.Role.FOLLOW_UP


class ProtocolActionFactory(DjangoModelFactory):
    class Meta:
        model = ProtocolAction

    area = factory.SubFactory(ProtocolAreaFactory)
    protocol = factory.SelfAttribute("area.protocol")
    title = factory.Sequence(lambda n: f"Azione {n}")
    date = datetime.date(2023, 1, 1)

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from practices.models import AdaptationItem, MeetingDocument, Transfer, TransferConfirmation, TransferMeeting
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.practices import DocumentFactory, PracticeFactory
from tests.factories.protocols import ActFactory, ProtocolAreaFactory

ACT_DATE = datetime.date(2024, 5, 10)


def make_exchange(*parties):
    """A signed protocol with the exchange of good practices between these administrations."""
    area = ProtocolAreaFactory(code="good_practices")
    if parties:
        area.protocol.parties.set(parties)
    return area.protocol


class TransferFactory(DjangoModelFactory):
    """Trento asks for a published practice of Piemonte; traits bring it further without the actions."""

    class Meta:
        model = Transfer

    class Params:
        internal = factory.Trait(
            adopter=factory.SelfAttribute("owner"),
            organisation=factory.SubFactory("tests.factories.organisations.OrganisationFactory"),
        )
        in_contact = factory.Trait(
            state="in_contact",
            answer="Volentieri, vi raccontiamo come si fa.",
            answered_on=datetime.date(2024, 2, 1),
            contact_name="Maria Contatto Riservato",
            contact_email="contatto.riservato@piemonte.example",
        )
        meeting = factory.Trait(in_contact=True, state="meeting")
        adapting = factory.Trait(in_contact=True, state="adapting")
        declared = factory.Trait(
            in_contact=True,
            state="declared",
            act=factory.SubFactory(ActFactory, kind=Act.Kind.RESOLUTION, date=ACT_DATE),
            changes="Una sola carta per valle.",
            declared_by=factory.SubFactory(UserFactory),
            declared_at=factory.LazyFunction(timezone.now),
            outcome_due_on=add_months(ACT_DATE, 12),
            round=1,
        )
        adopted = factory.Trait(declared=True, state="adopted", adopted_at=factory.LazyFunction(timezone.now))
        evaluated = factory.Trait(
            adopted=True,
            state="evaluated",
            outcome="kept",
            outcome_text="Funziona ancora.",
            outcome_on=datetime.date(2025, 6, 1),
            outcome_by=factory.SubFactory(UserFactory),
        )
        declined = factory.Trait(state="declined", closing_reason="Non abbiamo persone.")
        dropped = factory.Trait(in_contact=True, state="dropped", closing_reason="Mancano i fondi.")

    practice = factory.SubFactory(PracticeFactory, published=True)
    owner = factory.SelfAttribute("practice.administration")
    adopter = factory.SubFactory(AdministrationFactory, trento=True)
    asked_by = factory.SubFactory(UserFactory)
    asked_on = datetime.date(2024, 1, 15)
    need = "Serve un modo per informare i genitori."
    year = 2024
    sequence = factory.Sequence(lambda n: n + 1)


class TransferConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = TransferConfirmation

    transfer = factory.SubFactory(TransferFactory, declared=True)
    side = "owner"
    round = factory.SelfAttribute("transfer.round")
    confirmed_by = factory.SubFactory(UserFactory)


class AdaptationItemFactory(DjangoModelFactory):
    class Meta:
        model = AdaptationItem

    transfer = factory.SubFactory(TransferFactory, adapting=True)
    aspect = "solution"
    kind = "changed"
    text = "Una carta per valle."
    why = "Le valli sono piccole."


class TransferMeetingFactory(DjangoModelFactory):
    class Meta:
        model = TransferMeeting

    class Params:
        held = factory.Trait(state="held", report="Relazione riservata dell'incontro.")

    transfer = factory.SubFactory(TransferFactory, in_contact=True)
    kind = "visit"
    date = datetime.date(2024, 3, 5)
    place = "Torino, piazza Piemonte 1"
    agenda = "Ordine del giorno riservato"
    participants = "Giuseppe Partecipante\nLucia Ospite"
    planned_by = factory.SubFactory(UserFactory)


class MeetingDocumentFactory(DjangoModelFactory):
    class Meta:
        model = MeetingDocument

    meeting = factory.SubFactory(TransferMeetingFactory)
    document = factory.SubFactory(DocumentFactory)

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from practices.models import EventMaterial, ExchangeEvent, Registration
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.practices import DocumentFactory


def in_days(days, hours=0):
    """A whole hour, so many days from now."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    return start + datetime.timedelta(days=days, hours=hours)


class EventFactory(DjangoModelFactory):
    """A public workshop of Piemonte in three weeks, announced; traits put it into another state."""

    class Meta:
        model = ExchangeEvent

    class Params:
        trento = factory.Trait(administration=factory.SubFactory(AdministrationFactory, trento=True))
        draft = factory.Trait(state="draft", published_at=None)
        officials = factory.Trait(audience="officials")
        past = factory.Trait(
            starts_at=factory.LazyFunction(lambda: in_days(-10)),
            ends_at=factory.LazyFunction(lambda: in_days(-10, 3)),
        )
        held = factory.Trait(past=True, state="held")
        closed = factory.Trait(past=True, state="closed", minutes="Si è deciso di rivedersi.")
        cancelled = factory.Trait(state="cancelled", cancellation_reason="Neve.")
        online = factory.Trait(mode="online", address="", online_url="https://stanza.example/segreta")

    slug = factory.Sequence(lambda n: f"incontro-{n}")
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    created_by = factory.SubFactory(UserFactory)
    state = "published"
    published_at = factory.LazyFunction(timezone.now)
    kind = "workshop"
    audience = "public"
    mode = "place"
    title = factory.Sequence(lambda n: f"Incontro {n}")
    summary = "Come si fa uno sportello famiglia."
    programme = "- saluti\n- racconti"
    starts_at = factory.LazyFunction(lambda: in_days(21))
    ends_at = factory.LazyFunction(lambda: in_days(21, 3))
    address = "Sala grande, via Roma 1"


class RegistrationFactory(DjangoModelFactory):
    """A person without an account who has a seat."""

    class Meta:
        model = Registration

    class Params:
        pending = factory.Trait(state="pending", place=None)
        waiting = factory.Trait(state="waiting")
        account = factory.Trait(person=factory.SubFactory(UserFactory), name="", email="", organisation="")

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Ospite {n}")
    email = factory.Sequence(lambda n: f"ospite{n}@example.org")
    organisation = "Associazione Prova"
    state = "registered"
    place = factory.Sequence(lambda n: n + 1)
    consent_at = factory.LazyFunction(timezone.now)


class MaterialFactory(DjangoModelFactory):
    class Meta:
        model = EventMaterial

    event = factory.SubFactory(EventFactory)
    document = factory.SubFactory(DocumentFactory)
    position = factory.Sequence(lambda n: n + 1)

import datetime
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from certifications.models import AccompanyingOpinion, CallDocument, FundedProject, FundingCall
from familynet.kernel.documents import store_document
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.kernel import ActFactory
from tests.factories.organisations import OrganisationFactory


class FundingCallFactory(DjangoModelFactory):
    """A published call of Piemonte of 50,000 euro; `draft=True`: not published."""

    class Meta:
        model = FundingCall

    class Params:
        draft = factory.Trait(state=FundingCall.State.DRAFT, act=None)

    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    slug = factory.Sequence(lambda n: f"bando-{n}")
    title = "Bando comuni amici della famiglia"
    summary = "Contributi ai comuni."
    state = FundingCall.State.PUBLISHED
    act = factory.SubFactory(ActFactory)
    opens_on = datetime.date(2023, 2, 2)
    closes_on = datetime.date(2023, 3, 30)
    budget = Decimal(50_000)


class CallDocumentFactory(DjangoModelFactory):
    """A public text of a published call; `content` says what stands in it."""

    class Meta:
        model = CallDocument

    class Params:
        content = "Testo del bando"
        name = "bando.txt"

    call = factory.SubFactory(FundingCallFactory)
    is_public = True
    added_by = factory.SubFactory(UserFactory)
    document = factory.LazyAttribute(
        lambda o: store_document(
            ContentFile(o.content.encode(), name=o.name), title="Testo del bando", by=None, media_type="text/plain"
        )
    )


class FundedProjectFactory(DjangoModelFactory):
    class Meta:
        model = FundedProject

    call = factory.SubFactory(FundingCallFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Verso la certificazione"


class AccompanyingOpinionFactory(DjangoModelFactory):
    class Meta:
        model = AccompanyingOpinion

    application = factory.SubFactory(ApplicationFactory, state="in_review")
    administration = factory.SelfAttribute("application.seat_administration")
    outcome = "favourable"
    given_by = factory.SubFactory(UserFactory)

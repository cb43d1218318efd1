import datetime

import factory
from factory.django import DjangoModelFactory

from familynet.portal.models import FaultReport
from tests.factories.accounts import AdministrationFactory


class FaultReportFactory(DjangoModelFactory):
    """An open report to Piemonte; `trento=True` to Trento."""

    class Meta:
        model = FaultReport

    class Params:
        trento = factory.Trait(administration=factory.SubFactory(AdministrationFactory, trento=True))

    kind = FaultReport.Kind.FAULT
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    text = "Il pulsante non fa nulla."
    due_on = factory.LazyFunction(lambda: datetime.date.today() + datetime.timedelta(days=30))

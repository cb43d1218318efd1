import datetime

from factory import SubFactory
from factory.django import DjangoModelFactory

from practices.models import ClarityRule, ClarityWaiver
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.practices import PracticeFactory

# 8 words, 93 letters, one sentence: 89 + (300 - 930) / 8 = 10.25
HARD = "Implementazione sociosanitaria interistituzionale finalizzata all'ottimizzazione dell'organizzazione."


class ClarityRuleFactory(DjangoModelFactory):
    class Meta:
        model = ClarityRule

    administration = SubFactory(AdministrationFactory, piemonte=True)
    minimum = 50
    valid_from = datetime.date(2024, 1, 1)


class ClarityWaiverFactory(DjangoModelFactory):
    class Meta:
        model = ClarityWaiver

    practice = SubFactory(PracticeFactory, submitted=True, summary=HARD)
    given_by = SubFactory(UserFactory)
    reason = "Sono i nomi ufficiali delle misure."
    summary = HARD
    clarity = "10.3"
    minimum = 40

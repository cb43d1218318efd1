import factory
from factory.django import DjangoModelFactory

from familynet.territories.models import FactSource, MunicipalityFact
from practices.actions import refresh_context
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MunicipalityFactory


class FactSourceFactory(DjangoModelFactory):
    class Meta:
        model = FactSource
        django_get_or_create = ("code",)

    code = "prova"
    title = "Fonte di prova"
    licence = "CC0"
    year = 2023


class MunicipalityFactFactory(DjangoModelFactory):
    class Meta:
        model = MunicipalityFact

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = MunicipalityFact.Kind.SURFACE
    value = 10
    source = factory.SubFactory(FactSourceFactory)


def make_comune(*, facts=None, **fields):
    """A comune of which everything is known but the mountain, unless `facts` says other."""
    comune = MunicipalityFactory(**fields)
    known = {"surface": 10, "young": comune.population / 10, "old": comune.population / 4} | (facts or {})
    for kind, value in known.items():
        MunicipalityFactFactory(municipality=comune, kind=kind, value=value)
    return comune


def practice_in(*comuni, **fields):
    """A published practice of some comuni, with its context."""
    practice = PracticeFactory(**{"published": True, "scope": "municipalities"} | fields)
    practice.municipalities.set(comuni)
    refresh_context(practice)
    return practice

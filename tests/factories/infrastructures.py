import factory
from factory.django import DjangoModelFactory

from certifications.models import Infrastructure, InfrastructureKind
from tests.factories.organisations import OrganisationFactory


class InfrastructureKindFactory(DjangoModelFactory):
    """A kind that asks one feature of each type."""

    class Meta:
        model = InfrastructureKind
        django_get_or_create = ("slug",)

    slug = "panchina-rosa"
    name = "Panchina"
    features = [
        {"code": "ombra", "label": "All'ombra", "type": "flag"},
        {
            "code": "eta",
            "label": "Età",
            "type": "choice",
            "choices": [["piccoli", "piccoli"], ["grandi", "grandi"]],
        },
        {"code": "posti", "label": "Posti", "type": "number"},
        {"code": "colore", "label": "Colore", "type": "text"},
    ]


class InfrastructureFactory(DjangoModelFactory):
    """A draft of an organisation of Piemonte; `published=True` shows it."""

    class Meta:
        model = Infrastructure

    class Params:
        published = factory.Trait(state=Infrastructure.State.PUBLISHED)

    kind = factory.SubFactory(InfrastructureKindFactory)
    name = factory.Sequence(lambda n: f"Panchina {n}")
    owner = factory.SubFactory(OrganisationFactory)
    administration = factory.SelfAttribute("owner.administration")
    municipality = factory.SelfAttribute("owner.municipality")

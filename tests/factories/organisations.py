import factory
from factory.django import DjangoModelFactory

from familynet.organisations.models import Organisation, OrganisationMember
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.territories import MunicipalityFactory


class OrganisationFactory(DjangoModelFactory):
    """A company of Piemonte without a codice fiscale, or of Trento with `trento=True`."""

    class Meta:
        model = Organisation

    class Params:
        trento = factory.Trait(
            municipality=factory.SubFactory(MunicipalityFactory, trento=True),
            administration=factory.SubFactory(AdministrationFactory, trento=True),
        )

    slug = factory.Sequence(lambda n: f"organizzazione-{n}")
    name = factory.Sequence(lambda n: f"Organizzazione {n}")
    kind = Organisation.Kind.COMPANY
    municipality = factory.SubFactory(MunicipalityFactory)
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)


class OrganisationMemberFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationMember

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = OrganisationMember.Role.CONTACT

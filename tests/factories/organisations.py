import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from familynet.accounts.actions import hash_token
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
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


class OrganisationInvitationFactory(DjangoModelFactory):
    """An open invitation; its token is `token-<n>` unless told."""

    class Meta:
        model = OrganisationInvitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invito{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Persona invitata {n}")
    role = OrganisationMember.Role.CONTACT
    token_hash = factory.LazyAttribute(lambda o: hash_token(o.token))
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=14))

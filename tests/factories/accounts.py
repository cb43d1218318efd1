import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from familynet.accounts.models import Administration, Invitation, RoleAssignment, User
from familynet.accounts.roles import Role
from tests.factories.territories import ProvinceFactory, RegionFactory


class AdministrationFactory(DjangoModelFactory):
    class Meta:
        model = Administration
        django_get_or_create = ("ipa_code",)

    class Params:
        trento = factory.Trait(
            ipa_code="p_TN",
            slug="trento",
            name="Provincia autonoma di Trento",
            short_name="Trento",
            region=factory.SubFactory(RegionFactory, istat_code="04", name="Trentino-Alto Adige/Südtirol"),
            province=factory.SubFactory(ProvinceFactory, trento=True),
            email_domain="trento.example",
        )
        piemonte = factory.Trait(
            ipa_code="r_piemon",
            slug="piemonte",
            name="Regione Piemonte",
            short_name="Piemonte",
            email_domain="piemonte.example",
        )

    ipa_code = factory.Sequence(lambda n: f"amm_{n}")
    slug = factory.Sequence(lambda n: f"amministrazione-{n}")
    name = factory.Sequence(lambda n: f"Amministrazione {n}")
    short_name = factory.SelfAttribute("name")
    region = factory.SubFactory(RegionFactory)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Persona {n}")


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.PRACTICE_EDITOR
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invitata{n}@piemonte.example")
    full_name = factory.Sequence(lambda n: f"Invitata {n}")
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    roles = factory.LazyFunction(lambda: [Role.PRACTICE_EDITOR.value])
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=14))

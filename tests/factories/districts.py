import datetime

import factory
from factory.django import DjangoModelFactory

from districts.models import (
    Action,
    ActionArea,
    AgreementAmendment,
    AreaAgreement,
    District,
    DistrictMember,
    Programme,
    ProgrammeAction,
    ProgressUpdate,
    Taxonomy,
)
from familynet.kernel.acts import Act
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.organisations import OrganisationFactory


class ActFactory(DjangoModelFactory):
    class Meta:
        model = Act

    kind = Act.Kind.DETERMINATION
    number = factory.Sequence(lambda n: str(n + 1))
    date = datetime.date(2024, 4, 27)


class TaxonomyFactory(DjangoModelFactory):
    class Meta:
        model = Taxonomy
        django_get_or_create = ("slug",)

    slug = "aree-di-prova"
    name = "Aree di prova"


class ActionAreaFactory(DjangoModelFactory):
    class Meta:
        model = ActionArea

    taxonomy = factory.SubFactory(TaxonomyFactory)
    code = factory.Sequence(str)
    name = factory.Sequence(lambda n: f"Area {n}")


class DistrictFactory(DjangoModelFactory):
    """An active, public district of Trento; `piemonte=True` for the other one, `proposed=True` in preparation."""

    class Meta:
        model = District
        skip_postgeneration_save = True

    class Params:
        piemonte = factory.Trait(administration=factory.SubFactory(AdministrationFactory, piemonte=True))
        proposed = factory.Trait(state=District.State.PROPOSED)

    slug = factory.Sequence(lambda n: f"distretto-{n}")
    name = factory.Sequence(lambda n: f"Distretto {n}")
    administration = factory.SubFactory(AdministrationFactory, trento=True)
    state = District.State.ACTIVE

    @factory.post_generation
    def municipalities(self, create, extracted, **kwargs):
        if extracted:
            self.municipalities.set(extracted)


class AreaAgreementFactory(DjangoModelFactory):
    """An agreement signed for 2024–2027; `proposed=True` or `approved=True` for one in preparation."""

    class Meta:
        model = AreaAgreement

    class Params:
        proposed = factory.Trait(
            state=AreaAgreement.State.PROPOSED,
            approval_act=None,
            signed_on=None,
            valid_from=None,
            valid_to=None,
        )
        approved = factory.Trait(
            state=AreaAgreement.State.APPROVED, signed_on=None, valid_from=None, valid_to=None
        )
        expired = factory.Trait(state=AreaAgreement.State.EXPIRED, ended_on=datetime.date(2027, 4, 30))
        renewed = factory.Trait(state=AreaAgreement.State.RENEWED, ended_on=datetime.date(2027, 4, 30))
        revoked = factory.Trait(
            state=AreaAgreement.State.REVOKED,
            ended_on=datetime.date(2025, 7, 2),
            revocation_act=factory.SubFactory(ActFactory),
        )

    district = factory.SubFactory(DistrictFactory)
    subject = "Accordo volontario di area"
    state = AreaAgreement.State.ACTIVE
    approval_act = factory.SubFactory(ActFactory, kind=Act.Kind.RESOLUTION)
    signed_on = datetime.date(2024, 5, 1)
    valid_from = datetime.date(2024, 5, 1)
    valid_to = datetime.date(2027, 4, 30)


class AgreementAmendmentFactory(DjangoModelFactory):
    class Meta:
        model = AgreementAmendment

    agreement = factory.SubFactory(AreaAgreementFactory)
    act = factory.SubFactory(ActFactory)
    amended_on = datetime.date(2025, 1, 1)
    subject = "Nuovi comuni"


class DistrictMemberFactory(DjangoModelFactory):
    """An adherent since 2024; `requested=True`, `withdrawn=True`, `excluded=True` for the other states."""

    class Meta:
        model = DistrictMember

    class Params:
        requested = factory.Trait(
            state=DistrictMember.State.REQUESTED, joined_on=None, requested_on=datetime.date(2024, 5, 1)
        )
        withdrawn = factory.Trait(state=DistrictMember.State.WITHDRAWN, left_on=datetime.date(2025, 5, 1))
        excluded = factory.Trait(state=DistrictMember.State.EXCLUDED, left_on=datetime.date(2025, 5, 1))

    district = factory.SubFactory(DistrictFactory)
    organisation = factory.SubFactory(OrganisationFactory, trento=True)
    state = DistrictMember.State.MEMBER
    joined_on = datetime.date(2024, 6, 1)


class ProgrammeFactory(DjangoModelFactory):
    """A draft for 2025; `approved=True`, `running=True`, `evaluated=True`, `closed=True` for the other states."""

    class Meta:
        model = Programme

    class Params:
        approved = factory.Trait(state=Programme.State.APPROVED, approval_act=factory.SubFactory(ActFactory))
        running = factory.Trait(state=Programme.State.RUNNING, approval_act=factory.SubFactory(ActFactory))
        evaluated = factory.Trait(
            state=Programme.State.EVALUATED,
            approval_act=factory.SubFactory(ActFactory),
            evaluated_on=datetime.date(2026, 1, 31),
        )
        closed = factory.Trait(
            state=Programme.State.CLOSED,
            approval_act=factory.SubFactory(ActFactory),
            evaluated_on=datetime.date(2026, 1, 31),
        )

    district = factory.SubFactory(DistrictFactory)
    year_from = 2025
    year_to = factory.SelfAttribute("year_from")


class ActionFactory(DjangoModelFactory):
    """An action; with `programme=…` it is committed there."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Azione {n}")

    @factory.post_generation
    def programme(self, create, extracted, **kwargs):
        if extracted:
            ProgrammeAction.objects.create(
                programme=extracted, action=self, order=extracted.commitments.count() + 1
            )


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ProgressUpdate

    action = factory.SubFactory(ActionFactory)
    completion = 50
    recorded_on = datetime.date(2025, 6, 1)
    recorded_by = factory.SubFactory(UserFactory)

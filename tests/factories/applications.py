"""Disciplinari with requirements, applications with answers, assessors."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from certifications.models import (
    Answer,
    Application,
    AssessmentRound,
    Assessor,
    Assignment,
    Decision,
    DecisionBatch,
    LetterTemplate,
    PassBand,
    ProcedureRules,
    Requirement,
    RequirementSection,
    SchemeVersion,
)
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.certifications import CategoryFactory, SchemeFactory
from tests.factories.kernel import ActFactory
from tests.factories.organisations import OrganisationFactory


class SchemeVersionFactory(DjangoModelFactory):
    """A draft of Family in Italia, comuni. `with_requirements=3` adds mandatory ones of 10 points, one section.

    `published=True` freezes it afterwards, as publishing does.
    """

    class Meta:
        model = SchemeVersion
        skip_postgeneration_save = True

    scheme = factory.SubFactory(SchemeFactory)
    category = factory.SubFactory(CategoryFactory, scheme=factory.SelfAttribute("..scheme"))
    label = factory.Sequence(lambda n: f"Disciplinare {n}")
    state = SchemeVersion.State.DRAFT
    valid_from = datetime.date(2020, 1, 1)
    validity_months = 24

    @factory.post_generation
    def with_requirements(self, create, number, **fields):
        for place in range(1, (number or 0) + 1):
            RequirementFactory(version=self, code=f"R{place}", order=place, **fields)

    @factory.post_generation
    def minimum(self, create, points, **fields):
        if points is not None:
            PassBand.objects.create(version=self, label="Tutti", minimum=points)

    @factory.post_generation
    def published(self, create, wanted, **fields):
        if wanted:
            self.state = SchemeVersion.State.PUBLISHED
            self.save(update_fields=["state"])


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    version = factory.SubFactory(SchemeVersionFactory)
    section = factory.LazyAttribute(
        lambda r: RequirementSection.objects.get_or_create(
            version=r.version, code="A", defaults={"title": "Governo", "order": 1}
        )[0]
    )
    code = factory.Sequence(lambda n: f"Q{n}")
    text = "Il Comune approva il piano degli interventi."
    mandatory = True
    points_min = Decimal(10)
    points_max = Decimal(10)


class ApplicationFactory(DjangoModelFactory):
    """An application of a comune of Piemonte to Trento; `state` decides what else it has."""

    class Meta:
        model = Application

    class Params:
        piedmontese = factory.SubFactory(AdministrationFactory, piemonte=True)

    organisation = factory.SubFactory(
        OrganisationFactory, administration=factory.SelfAttribute("..piedmontese"), kind="municipality"
    )
    version = factory.SubFactory(SchemeVersionFactory, with_requirements=3, published=True)
    scheme = factory.SelfAttribute("version.scheme")
    category = factory.SelfAttribute("version.category")
    administration = factory.SelfAttribute("version.scheme.administration")
    seat_administration = factory.SelfAttribute("organisation.administration")
    state = Application.State.DRAFT
    started_by = factory.SubFactory(UserFactory)
    submitted_by = factory.LazyAttribute(lambda a: None if a.state == "draft" else a.started_by)
    submitted_at = factory.LazyAttribute(lambda a: None if a.state == "draft" else timezone.now())


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    application = factory.SubFactory(ApplicationFactory)
    requirement = factory.LazyAttribute(lambda a: a.application.version.requirements.first())
    met = True


class ProcedureRulesFactory(DjangoModelFactory):
    class Meta:
        model = ProcedureRules

    administration = factory.SubFactory(AdministrationFactory, trento=True)
    valid_from = datetime.date(2020, 1, 1)
    term_days = 60


class AssessorFactory(DjangoModelFactory):
    class Meta:
        model = Assessor

    administration = factory.SubFactory(AdministrationFactory, trento=True)
    user = factory.SubFactory(UserFactory)
    origin = Assessor.Origin.INTERNAL
    valid_from = datetime.date(2020, 1, 1)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    application = factory.SubFactory(ApplicationFactory, state=Application.State.IN_ASSESSMENT)
    assessor = factory.SubFactory(AssessorFactory)
    assigned_by = factory.SubFactory(UserFactory)


class AssessmentRoundFactory(DjangoModelFactory):
    """One assessor is enough; `blind=True`: two, independent."""

    class Meta:
        model = AssessmentRound

    application = factory.SubFactory(ApplicationFactory, state=Application.State.IN_ASSESSMENT)
    blind = False
    drawn = 50
    blind_percent = factory.LazyAttribute(lambda r: 100 if r.blind else 0)
    needed = factory.LazyAttribute(lambda r: 2 if r.blind else 1)


class DecisionBatchFactory(DjangoModelFactory):
    class Meta:
        model = DecisionBatch

    administration = factory.SubFactory(AdministrationFactory, trento=True)
    act = factory.SubFactory(ActFactory)
    decided_by = factory.SubFactory(UserFactory)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    application = factory.SubFactory(ApplicationFactory, state=Application.State.AWARDED)
    outcome = Decision.Outcome.AWARDED
    act = factory.SubFactory(ActFactory)
    decided_by = factory.SubFactory(UserFactory)


class LetterTemplateFactory(DjangoModelFactory):
    class Meta:
        model = LetterTemplate

    administration = factory.SubFactory(AdministrationFactory, trento=True)
    outcome = Decision.Outcome.AWARDED
    subject = "Assegnazione di {marchio}"
    body = "Gentile {organizzazione}"
    appeals = "Si può ricorrere entro 60 giorni."
    written_by = factory.SubFactory(UserFactory)

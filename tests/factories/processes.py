"""Family Audit as the file describes it, and processes on their way."""

import datetime

import factory
from factory.django import DjangoModelFactory

from certifications.actions import fill_known_phases
from certifications.models import (
    Activity,
    Appointment,
    Assessor,
    CompanyPlan,
    DataCollection,
    EvaluatorReport,
    InternalContact,
    Phase,
    Process,
    Scheme,
    SchemeVersion,
)
from familynet.organisations.models import Organisation
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.applications import AssessorFactory
from tests.factories.organisations import OrganisationFactory


def family_audit():
    """The version of Family Audit with its phases, of Trento; made once in a test."""
    scheme, _new = Scheme.objects.get_or_create(
        slug="family-audit",
        defaults={
            "name": "Family Audit",
            "mark": "Family Audit",
            "administration": AdministrationFactory(trento=True),
        },
    )
    version, _new = SchemeVersion.objects.get_or_create(
        scheme=scheme,
        category=None,
        label="Linee guida Family Audit 2016",
        defaults={"valid_from": datetime.date(2016, 11, 24)},
    )
    if fill_known_phases(version=version):
        version.state = SchemeVersion.State.PUBLISHED
        version.save(update_fields=["state"])
    return version


class ProcessFactory(DjangoModelFactory):
    """A medium body of Trento that is not activated yet; `running=True` opens the first phase on 1/3/2024."""

    class Meta:
        model = Process
        skip_postgeneration_save = True

    version = factory.LazyFunction(family_audit)
    scheme = factory.SelfAttribute("version.scheme")
    administration = factory.SelfAttribute("version.scheme.administration")
    organisation = factory.SubFactory(OrganisationFactory, trento=True, kind="other_public")
    size = Organisation.Size.MEDIUM
    cycle = factory.LazyAttribute(lambda p: p.version.cycles.get(follows=[]))
    officer = factory.SubFactory(UserFactory)

    @factory.post_generation
    def running(self, create, wanted, **fields):
        if wanted:
            self.state = Process.State.RUNNING
            self.started_on = fields.get("on", datetime.date(2024, 3, 1))
            self.save()
            PhaseFactory(process=self, state=Phase.State.OPEN, code=fields.get("code", "a"))


class PhaseFactory(DjangoModelFactory):
    """A phase of a process by the code of its template."""

    class Meta:
        model = Phase

    class Params:
        code = "a"

    process = factory.SubFactory(ProcessFactory)
    template = factory.LazyAttribute(lambda p: p.process.version.phasetemplates.get(code=p.code))
    place = factory.LazyAttribute(lambda p: p.process.phases.count() + 1)
    state = Phase.State.PLANNED
    starts_on = datetime.date(2024, 3, 1)
    closed_on = factory.LazyAttribute(lambda p: p.starts_on if p.state == "closed" else None)


class AppointmentFactory(DjangoModelFactory):
    """An evaluator who accepted; `consultant=True` another task."""

    class Meta:
        model = Appointment

    class Params:
        consultant = factory.Trait(task=Assessor.Task.CONSULTANT)

    process = factory.SubFactory(ProcessFactory)
    task = Assessor.Task.EVALUATOR
    assessor = factory.SubFactory(AssessorFactory, task=factory.SelfAttribute("..task"), origin="external")
    state = Appointment.State.ACCEPTED
    asked_by = factory.SubFactory(UserFactory)


class InternalContactFactory(DjangoModelFactory):
    class Meta:
        model = InternalContact

    organisation = factory.SubFactory(OrganisationFactory, trento=True)
    scheme = factory.LazyFunction(lambda: family_audit().scheme)
    user = factory.SubFactory(UserFactory)
    named_by = factory.SelfAttribute("user")
    named_on = datetime.date(2024, 1, 10)


class CompanyPlanFactory(DjangoModelFactory):
    """A draft for the open phase of the process."""

    class Meta:
        model = CompanyPlan

    process = factory.SubFactory(ProcessFactory, running=True, running__code="b")
    phase = factory.LazyAttribute(lambda p: p.process.phases.get(state="open"))


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    plan = factory.SubFactory(CompanyPlanFactory)
    key = factory.Sequence(lambda n: n + 1)
    field = factory.LazyAttribute(lambda a: a.plan.process.version.planfields.first())
    title = factory.Sequence(lambda n: f"Attività {n}")
    responsible = "Responsabile del personale"
    times = "Entro dicembre"
    description = "Si introduce la banca delle ore."
    expected = "Meno permessi."
    indicators = "Ore recuperate"


class DataCollectionFactory(DjangoModelFactory):
    class Meta:
        model = DataCollection

    process = factory.SubFactory(ProcessFactory, running=True)
    phase = factory.LazyAttribute(lambda c: c.process.phases.get(state="open"))
    year = 2023


class EvaluatorReportFactory(DjangoModelFactory):
    class Meta:
        model = EvaluatorReport

    phase = factory.SubFactory(PhaseFactory, code="e", state="open")
    appointment = factory.SubFactory(AppointmentFactory, process=factory.SelfAttribute("..phase.process"))

"""A person's deadlines: each source, for whom, with the date and the address of its page, in how many queries."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from certifications.actions import renewal_opens_on
from certifications.deadlines import calendar_of_deadlines, deadlines_of_person
from certifications.models import (
    Application,
    Appointment,
    Assessor,
    CouncilOpinion,
    DeadlineCalendarKey,
    IntegrationRequest,
    Phase,
    RefusalNotice,
)
from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Role
from familynet.kernel.calendars import renew_key
from familynet.kernel.dates import add_months
from familynet.kernel.history import record
from familynet.organisations.models import OrganisationMember
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.applications import (
    ApplicationFactory,
    AssessorFactory,
    AssignmentFactory,
    SchemeVersionFactory,
)
from tests.factories.certifications import CertificateFactory
from tests.factories.life import ConditionFactory, OverdueNoticeFactory, PlannedChangeFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory
from tests.factories.processes import (
    AppointmentFactory,
    EvaluatorReportFactory,
    ProcessFactory,
    family_audit,
)
from tests.factories.schemes import RealignmentFactory, RealignmentPlanFactory

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta
SENT = {"state": "sent", "outcome": "favourable", "sent_at": datetime.datetime(2024, 5, 6, tzinfo=datetime.UTC)}


class Cast:
    """One person for each part, all of the same marks; every row is about another organisation."""

    def __init__(self, administration):
        self.administration = administration
        self.due = timezone.localdate() + DAYS(days=40)
        self.officer = self._with(Role.CERTIFICATION_OFFICER, administration=administration)
        self.manager = self._with(Role.CERTIFICATION_MANAGER, administration=administration)
        self.council = self._with(Role.AUDIT_COUNCIL)
        self.holder = UserFactory()
        self.assessor, self.consultant, self.evaluator = (
            AssessorFactory(administration=administration, task=task, user=self._with(Role.EXTERNAL_ASSESSOR))
            for task in (Assessor.Task.ASSESSOR, Assessor.Task.CONSULTANT, Assessor.Task.EVALUATOR)
        )
        self.version = SchemeVersionFactory(
            scheme__administration=administration, with_requirements=1, published=True, renewal_months=1
        )

    def _with(self, role, **fields):
        user = UserFactory(**fields)
        RoleAssignmentFactory(user=user, role=role, administration=self.administration)
        return user

    def person(self, name):
        """Read anew, with the roles of now."""
        found = getattr(self, name)
        return User.objects.get(pk=found.user_id if isinstance(found, Assessor) else found.pk)

    def body(self, **fields):
        body = OrganisationFactory(kind="municipality", **fields)
        OrganisationMemberFactory(organisation=body, user=self.holder)
        return body

    def application(self, state, **fields):
        return ApplicationFactory(version=self.version, organisation=self.body(), state=state, **fields)

    def certificate(self, **fields):
        version = self.version
        return CertificateFactory(
            organisation=self.body(), scheme=version.scheme, category=version.category, version=version, **fields
        )

    def phase(self, code="b", **fields):
        body = self.body(trento=True)
        process = ProcessFactory(organisation=body, running=True, running__code=code, **fields)
        process.phases.update(due_on=self.due)
        return process.phases.get()


@pytest.fixture
def cast(trento):
    return Cast(trento)


def term(cast):
    made = cast.application("in_review", officer=cast.officer, due_on=cast.due)
    return f"term-{made.public_id}", "file", [made.public_id]


def decision(cast):
    made = cast.application("assessed", officer=cast.officer, due_on=cast.due)
    return f"decision-{made.public_id}", "file_decision", [made.public_id]


def assessment(cast):
    made = AssignmentFactory(
        assessor=cast.assessor, due_on=cast.due, application=cast.application("in_assessment"), state="working"
    )
    return f"assessment-{made.pk}", "assessment", [made.pk]


def integration(cast):
    application = cast.application("integration")
    made = IntegrationRequest.objects.create(application=application, asked_by=cast.officer, due_on=cast.due)
    return f"integration-{made.pk}", "integration", [application.public_id]


def notice(cast):
    application = cast.application("notice")
    made = RefusalNotice.objects.create(
        application=application, reasons="Manca il piano", sent_by=cast.officer, observations_due_on=cast.due
    )
    return f"notice-{made.pk}", "observations", [application.public_id]


def expiry(cast):
    made = cast.certificate(valid_to=cast.due)
    return f"expiry-{made.public_id}", "holding", [made.public_id]


def renewal(cast):
    made = cast.certificate(valid_to=add_months(cast.due, 1))
    cast.due = renewal_opens_on(made)
    return f"renewal-{made.public_id}", "holding", [made.public_id]


def condition(cast):
    made = ConditionFactory(certificate=cast.certificate(), due_on=cast.due)
    return f"condition-{made.pk}", "condition", [made.certificate.public_id, made.pk]


def check(cast):
    made = ConditionFactory(certificate=cast.certificate(), due_on=cast.due, state="submitted")
    return f"check-{made.pk}", "condition_check", [made.certificate.public_id, made.pk]


def realignment(cast, **fields):
    plan = RealignmentPlanFactory(run__version=cast.version, done_at=timezone.now())
    made = RealignmentFactory(organisation=cast.body(), plan=plan, due_on=cast.due, **fields)
    return f"realignment-{made.uuid}", "realignment", [made.uuid]


def confirmation(cast):
    uid, name, args = realignment(cast, state="answered")
    return uid.replace("realignment", "confirmation"), name, args


def overdue(cast):
    made = OverdueNoticeFactory(certificate=cast.certificate(), answer_by=cast.due, condition__state="submitted")
    return f"overdue-{made.pk}", "holding", [made.certificate.public_id]


def overdue_for_office(cast):
    uid, _name, _args = overdue(cast)
    return uid, "proposals", []


def planned(cast):
    made = PlannedChangeFactory(certificate=cast.certificate(), effective_on=cast.due)
    return f"planned-{made.pk}", "holding", [made.certificate.public_id]


def planned_for_office(cast):
    uid, _name, args = planned(cast)
    return uid, "work_detail", args


def phase(cast):
    made = cast.phase(officer=cast.officer)
    AppointmentFactory(process=made.process, assessor=cast.consultant, consultant=True)
    AppointmentFactory(process=made.process, assessor=cast.evaluator)
    return f"phase-{made.pk}", "phase", [made.process.public_id, made.place]


def opinion(cast):
    made = cast.phase("f")
    return f"opinion-{made.pk}", "phase", [made.process.public_id, made.place]


# Source, and who has it in the list.
EACH = [
    *((term, "officer"), (decision, "manager"), (assessment, "assessor"), (integration, "holder")),
    *((notice, "holder"), (expiry, "holder"), (renewal, "holder"), (condition, "holder")),
    *((check, "officer"), (check, "manager"), (realignment, "holder"), (confirmation, "manager")),
    *((overdue, "holder"), (overdue_for_office, "manager"), (planned, "holder"), (planned_for_office, "manager")),
    *((phase, "holder"), (phase, "consultant"), (phase, "evaluator"), (phase, "officer")),
    (opinion, "council"),
]
each = pytest.mark.parametrize(("make", "who"), EACH, ids=lambda v: v if isinstance(v, str) else v.__name__)


def found(person, uid):
    return [deadline for deadline in deadlines_of_person(person) if deadline.uid == uid]


@each
def test_source_has_the_day_and_the_address_of_its_page(cast, client_as, make, who):
    uid, name, args = make(cast)
    person = cast.person(who)
    [deadline] = found(person, uid)
    assert (deadline.on, deadline.url) == (cast.due, reverse(f"certifications:{name}", args=args))
    page = client_as(person).get(deadline.url)
    assert page.status_code == 200
    text = page.content.decode()
    assert f"{cast.due:%d/%m/%Y}" in text
    names = User.objects.values_list("full_name", flat=True)
    assert not [n for n in names if n in deadline.title]


@each
def test_nobody_else_has_it(cast, official, trento, piemonte, make, who):
    """Other people of organisations, the other administration's officials, colleagues without the part."""
    uid, _name, _args = make(cast)
    assert found(cast.person(who), uid)
    strangers = [OrganisationMemberFactory().user, UserFactory()]
    strangers += [
        official(role, piemonte)
        for role in (Role.CERTIFICATION_OFFICER, Role.CERTIFICATION_MANAGER, Role.ASSESSOR, Role.AUDIT_COUNCIL)
    ]
    strangers += [official(Role.AUDITOR, trento), official(Role.ASSESSOR, trento)]
    assert [deadlines_of_person(stranger) for stranger in strangers] == [[]] * len(strangers)


@each
def test_feed_of_a_person_whose_role_ended_is_empty(cast, client_as, make, who):
    uid, _name, _args = make(cast)
    person = cast.person(who)
    token = renew_key(DeadlineCalendarKey, by=person, label=lambda: "Rinnovato")
    address = reverse("certifications:deadlines_feed", args=[token])
    assert f"UID:{uid}@".encode() in client_as().get(address).content
    now = timezone.now()
    RoleAssignment.objects.filter(user=person).update(valid_to=now)
    OrganisationMember.objects.filter(user=person).update(valid_to=now)
    feed = client_as().get(address)
    assert feed.status_code == 200
    assert b"VEVENT" not in feed.content


MAKERS = {
    "holder": (integration, notice, expiry, renewal, condition, realignment, overdue, planned, phase),
    "officer": (term, check, phase),
    "manager": (decision, check, confirmation, overdue, planned),
    "assessor": (assessment,),
    "consultant": (phase,),
    "council": (opinion,),
}


@pytest.mark.parametrize("rows", [1, 7])
@pytest.mark.parametrize(
    ("who", "number"),
    [("holder", 11), ("officer", 5), ("manager", 8), ("assessor", 4), ("consultant", 4), ("council", 4)],
)
def test_queries_do_not_grow(cast, django_assert_num_queries, who, number, rows):
    ContentType.objects.get_for_model(Application)
    due = cast.due
    for _row in range(rows):
        for make in MAKERS[who]:
            cast.due = due
            make(cast)
    person = cast.person(who)
    with django_assert_num_queries(number):
        assert len(deadlines_of_person(person)) >= rows * len(MAKERS[who])


def test_who_has_nothing_is_asked_little(django_assert_num_queries):
    person = UserFactory()
    ContentType.objects.get_for_model(Application)
    with django_assert_num_queries(3):
        assert deadlines_of_person(person) == []


@pytest.mark.parametrize("tie", ["officer", "started_by", "submitted_by", "ran", "assessed", "acts_for"])
def test_file_that_one_may_not_decide_is_not_there(cast, tie):
    """Four eyes, as the button says."""
    manager = cast.manager
    made = cast.application("assessed", due_on=cast.due)
    if tie in ("officer", "started_by", "submitted_by"):
        Application.objects.filter(pk=made.pk).update(**{tie: manager})
    elif tie == "ran":
        record(made, "start_assessment", label=lambda: "Avviata", by=manager)
    elif tie == "assessed":
        AssignmentFactory(application=made, assessor=AssessorFactory(user=manager))
    else:
        OrganisationMemberFactory(organisation=made.organisation, user=manager)
    assert not found(cast.person("manager"), f"decision-{made.public_id}")


def test_file_whose_clock_stands_still_has_no_day(cast):
    made = cast.application("assessed", due_on=cast.due, stopped_on=timezone.localdate())
    assert not found(cast.person("manager"), f"decision-{made.public_id}")


@pytest.mark.parametrize("make", [condition, check, realignment, confirmation, overdue, planned])
def test_ended_certificate_asks_for_nothing(cast, make):
    make(cast)
    certificates = CertificateFactory._meta.model.objects.all()
    certificates.update(state="revoked", ended_on=timezone.localdate())
    assert [deadlines_of_person(cast.person(who)) for who in ("holder", "officer", "manager")] == [[], [], []]


def test_own_organisation_is_not_checked_by_oneself(cast):
    uid, _name, _args = check(cast)
    member = OrganisationMember.objects.get(user=cast.holder)
    OrganisationMemberFactory(organisation=member.organisation, user=cast.officer)
    assert not found(cast.person("officer"), uid)
    assert found(cast.person("manager"), uid)


def test_open_renewal_is_told_by_its_end_alone(cast):
    made = cast.certificate(valid_to=timezone.localdate() + DAYS(days=10))
    assert [d.uid for d in deadlines_of_person(cast.person("holder"))] == [f"expiry-{made.public_id}"]


def test_sent_report_ends_the_evaluators_part(cast):
    made = cast.phase("e")
    appointment = AppointmentFactory(process=made.process, assessor=cast.evaluator)
    assert found(cast.person("evaluator"), f"phase-{made.pk}")
    EvaluatorReportFactory(phase=made, appointment=appointment, **SENT)
    assert not found(cast.person("evaluator"), f"phase-{made.pk}")
    assert found(cast.person("holder"), f"phase-{made.pk}")


@pytest.mark.parametrize("state", ["asked", "conflict", "ended"])
def test_who_has_not_accepted_or_is_done_has_no_phases(cast, state):
    made = cast.phase()
    AppointmentFactory(process=made.process, assessor=cast.consultant, consultant=True, state=state)
    assert deadlines_of_person(cast.person("consultant")) == []
    assert Appointment.objects.get().state == state


def test_council_has_only_what_is_complete_and_not_its_own(cast):
    lacking = cast.phase("c")
    own = cast.phase("f")
    OrganisationMemberFactory(organisation=own.process.organisation, user=cast.council)
    again = cast.phase("f")
    CouncilOpinion.objects.create(
        phase=again, outcome="unfavourable", session_on=again.starts_on, text="No", given_by=cast.council
    )
    uids = [d.uid for d in deadlines_of_person(cast.person("council"))]
    assert uids == [f"opinion-{again.pk}", f"phase-{own.pk}"]
    assert f"opinion-{lacking.pk}" not in uids


def test_calendar_is_the_same_while_nothing_moves_and_keeps_its_names_when_a_day_does(cast):
    made = cast.phase()
    version = family_audit()
    assert version.pk == made.process.version_id

    def calendar():
        return calendar_of_deadlines(deadlines_of_person(cast.person("holder")), name="Scadenze", address="/")

    first = calendar()
    assert first == calendar()
    Phase.objects.filter(pk=made.pk).update(due_on=cast.due + DAYS(days=3))
    uids = [line for line in first.splitlines() if line.startswith(b"UID")]
    assert [line for line in calendar().splitlines() if line.startswith(b"UID")] == uids
    assert calendar() != first

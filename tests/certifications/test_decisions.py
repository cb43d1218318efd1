"""The decision: who may, what follows, all or nothing."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from certifications import actions, letters
from certifications.models import (
    Application,
    AssessmentRound,
    Certificate,
    ClockEvent,
    Decision,
    DecisionBatch,
    LetterTemplate,
    PassBand,
    RefusalNotice,
    SchemeVersion,
    StatusChange,
)
from certifications.procedure import clock_from
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.history import HistoryEntry
from familynet.kernel.numbering import Counter
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.certifications.assessing import Office, act, fresh
from tests.factories.accounts import UserFactory
from tests.factories.applications import (
    AssignmentFactory,
    ProcedureRulesFactory,
    RequirementFactory,
    SchemeVersionFactory,
)
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def plain_letters(monkeypatch):
    """Letters that cost nothing, where a test is about something else."""
    monkeypatch.setattr(letters, "render_pdf", lambda template, data: b"%PDF-1.7 letter")


def test_award_makes_everything_at_once(office):
    application = office.assessed()
    member = OrganisationMemberFactory(organisation=application.organisation).user
    certificate = actions.award(application=application, by=office.manager, act=act())
    today = timezone.localdate()
    certificate.refresh_from_db()
    assert (certificate.register_number, certificate.register_year) == (1, today.year)
    assert (certificate.award_date, certificate.valid_to) == (today, add_months(today, 24))
    assert (certificate.score, certificate.version) == (Decimal(30), application.version)
    assert certificate.act.number == "12"
    application.refresh_from_db()
    assert (application.state, application.certificate) == ("awarded", certificate)
    assert (application.concluded_on, application.retention_until) == (today, add_months(today, 120))
    change = StatusChange.objects.get()
    assert (change.from_state, change.to_state, change.effective_on) == ("", "valid", today)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.decided_by, decision.letter.media_type) == (
        "awarded",
        office.manager,
        "application/pdf",
    )
    with decision.letter.file.open() as file:
        assert file.read(5) == b"%PDF-"
    assert HistoryEntry.objects.of(certificate).public().get().verb == "award"
    assert not HistoryEntry.objects.of(application).public().exists()
    assert "Assegnata" in Notification.objects.get(recipient=member).subject


def test_numbers_are_counted_per_register_and_year_of_the_act(office, plain_letters):
    first = office.version(scheme__register="FIT")
    other = office.version(scheme__slug="altro", scheme__name="Altro", scheme__register="AL")
    last_year = timezone.localdate() - datetime.timedelta(days=366)
    files = [office.assessed(first), office.assessed(first), office.assessed(other)]
    old = office.assessed(first, submitted_at=timezone.now() - datetime.timedelta(days=400))
    numbers = [actions.award(application=file, by=office.manager, act=act()).number for file in files]
    year = timezone.localdate().year
    assert numbers == [f"1/{year}", f"2/{year}", f"1/{year}"]
    given = actions.award(application=old, by=office.manager, act=act(date=last_year))
    assert given.number == f"1/{last_year.year}"


def test_requirements_due_later_become_conditions(office, plain_letters):
    version = SchemeVersionFactory(scheme__administration=office.trento)
    RequirementFactory(version=version, code="R1")
    RequirementFactory(version=version, code="R2", due_months=24)
    SchemeVersion.objects.filter(pk=version.pk).update(state="published")
    certificate = actions.award(application=office.assessed(version), by=office.manager, act=act())
    condition = certificate.conditions.get()
    assert (condition.requirement.code, condition.due_on) == ("R2", add_months(timezone.localdate(), 24))


# Who may not decide, and how they came to it.
def _ran(office, application):
    Application.objects.filter(pk=application.pk).update(officer=office.manager)


def _submitted(office, application):
    Application.objects.filter(pk=application.pk).update(submitted_by=office.manager)


def _started(office, application):
    Application.objects.filter(pk=application.pk).update(started_by=office.manager)


def _acts_for(office, application):
    OrganisationMemberFactory(organisation=application.organisation, user=office.manager)


def _assessed(office, application):
    AssignmentFactory(application=application, assessor__user=office.manager, assigned_by=office.officer)


def _nothing(office, application):
    """Only the role counts."""


FOUR_EYES = {
    "ran": _ran,
    "submitted": _submitted,
    "started": _started,
    "acts_for": _acts_for,
    "assessed": _assessed,
}


@pytest.mark.parametrize("why", FOUR_EYES)
def test_manager_who_had_a_hand_in_the_file_does_not_decide(office, why, plain_letters):
    application = office.assessed()
    FOUR_EYES[why](office, application)
    with pytest.raises(PermissionDenied):
        actions.award(application=application, by=fresh(office.manager), act=act())
    assert not Decision.objects.exists()
    assert actions.award(application=application, by=office.second_manager, act=act()).pk


@pytest.mark.parametrize("why", FOUR_EYES)
def test_database_refuses_the_decision_of_who_had_a_hand_in_the_file(office, why):
    application = office.assessed()
    FOUR_EYES[why](office, application)
    stored = act()
    stored.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(application=application, outcome="awarded", act=stored, decided_by=office.manager)


@pytest.mark.parametrize("state", ["conflict", "withdrawn"])
def test_manager_who_was_asked_but_did_not_assess_decides(office, state, plain_letters):
    application = office.assessed()
    AssignmentFactory(application=application, assessor__user=office.manager, state=state)
    assert actions.award(application=application, by=fresh(office.manager), act=act()).pk


@pytest.mark.parametrize("role", [Role.CERTIFICATION_OFFICER, Role.ASSESSOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_do_not_decide(office, role):
    application = office.assessed()
    with pytest.raises(PermissionDenied):
        actions.award(application=application, by=office.person(role), act=act())


@pytest.mark.parametrize(
    "state",
    [s for s in Application.State.values if s not in (Application.State.ASSESSED, Application.State.DRAFT)],
)
def test_file_that_does_not_wait_for_a_decision_is_a_conflict(office, state):
    application = office.file(state=state)
    with pytest.raises(TransitionConflict):
        actions.award(application=application, by=office.manager, act=act())


@pytest.mark.parametrize(
    "fields",
    [{"number": ""}, {"date": None}, {"date": timezone.localdate() + datetime.timedelta(days=2)}],
    ids=["number", "date", "future"],
)
def test_award_needs_a_whole_act_of_the_past(office, fields):
    with pytest.raises(ValidationError):
        actions.award(application=office.assessed(), by=office.manager, act=act(**fields))
    assert not Act.objects.filter(number="12").exists()


def test_act_before_the_application_is_refused(office):
    before = timezone.localdate() - datetime.timedelta(days=1)
    with pytest.raises(ValidationError):
        actions.award(application=office.assessed(), by=office.manager, act=act(date=before))


def test_first_award_needs_a_closed_assessment(office):
    application = office.assessed()
    AssessmentRound.objects.update(closed_at=None)
    with pytest.raises(ValidationError, match="valutazione"):
        actions.award(application=application, by=office.manager, act=act())


def test_award_below_the_pass_mark_needs_reasons(office, plain_letters):
    version = office.version(minimum=58)
    assert PassBand.objects.filter(version=version).exists()
    application = office.assessed(version)
    with pytest.raises(ValidationError) as refused:
        actions.award(application=application, by=office.manager, act=act())
    assert list(refused.value.message_dict) == ["reasons"]
    given = actions.award(application=application, by=office.manager, act=act(), reasons="Sentito l'ente.")
    assert given.score == Decimal(30)


def test_second_certificate_for_one_mark_is_refused_in_words(office):
    application = office.assessed()
    CertificateFactory(
        organisation=application.organisation, scheme=application.scheme, category=application.category
    )
    with pytest.raises(ValidationError, match="già una certificazione"):
        actions.award(application=application, by=office.manager, act=act())


def test_renewal_keeps_number_and_award_and_runs_from_the_old_end(office, plain_letters):
    application = office.assessed()
    end = timezone.localdate() + datetime.timedelta(days=40)
    held = CertificateFactory(
        organisation=application.organisation,
        scheme=application.scheme,
        category=application.category,
        register_number=7,
        register_year=2024,
        valid_to=end,
        state="to_realign",
        act=stored_act(),
    )
    Application.objects.filter(pk=application.pk).update(kind="renewal", certificate=held)
    renewed = actions.award(application=application, by=office.manager, act=act())
    renewed.refresh_from_db()
    assert (renewed.pk, renewed.number, renewed.award_date) == (held.pk, "7/2024", held.award_date)
    assert (renewed.valid_to, renewed.state) == (add_months(end, 24), "valid")
    assert not Counter.objects.exists()


def test_renewal_below_the_minimum_is_granted_with_a_reason_only(office, plain_letters):
    application = office.assessed(office.version(minimum=Decimal(31)))
    held = CertificateFactory(
        organisation=application.organisation,
        scheme=application.scheme,
        category=application.category,
        valid_to=timezone.localdate() + datetime.timedelta(days=40),
    )
    Application.objects.filter(pk=application.pk).update(kind="renewal", certificate=held)
    with pytest.raises(ValidationError, match="non raggiunge il minimo"):
        actions.award(application=application, by=office.manager, act=act())
    actions.award(application=application, by=office.manager, act=act(), reasons="Deroga motivata.")


def test_file_taken_back_is_not_awarded_on_the_assessment_closed_before(office):
    application = office.assessed()
    actions.reopen_review(application=application, by=office.officer, reason="Manca un documento.")
    actions.send_notice(application=application, reasons="Manca un documento.", by=office.officer)
    Application.objects.filter(pk=application.pk).update(state="assessed")
    application.refresh_from_db()
    with pytest.raises(ValidationError, match="valutazione"):
        actions.award(application=application, by=office.manager, act=act())


def stored_act():
    made = act(number="3")
    made.save()
    return made


def test_ended_certificate_is_not_renewed(office):
    application = office.assessed()
    held = CertificateFactory(state="revoked", ended_on=timezone.localdate())
    Application.objects.filter(pk=application.pk).update(kind="renewal", certificate=held)
    with pytest.raises(ValidationError):
        actions.award(application=application, by=office.manager, act=act())


def test_refusal_without_a_notice_is_refused_by_action_and_database(office):
    application = office.assessed()
    with pytest.raises(ValidationError, match="preavviso"):
        actions.refuse(application=application, by=office.manager, act=act(), reasons="No.")
    stored = act()
    stored.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            application=application, outcome="refused", reasons="No.", act=stored, decided_by=office.manager
        )


def test_refusal_after_notice_and_observations(office):
    application = office.assessed()
    member = OrganisationMemberFactory(organisation=application.organisation).user
    rules = ProcedureRulesFactory(administration=office.trento, observation_days=15)
    notice = actions.send_notice(application=application, reasons="Manca il piano.", by=office.officer)
    assert notice.observations_due_on == clock_from(rules).after(timezone.localdate(), 15)
    with pytest.raises(TransitionConflict):
        actions.refuse(application=application, by=office.manager, act=act(), reasons="No.")
    actions.send_observations(application=application, text="Il piano c'è.", by=member)
    decision = actions.refuse(application=application, by=office.manager, act=act(), reasons="Il piano manca.")
    application.refresh_from_db()
    assert (application.state, application.certificate, decision.outcome) == ("refused", None, "refused")
    kinds = list(application.clock_events.values_list("kind", flat=True))
    assert kinds == [
        ClockEvent.Kind.START,
        ClockEvent.Kind.NOTICE,
        ClockEvent.Kind.OBSERVATIONS,
        ClockEvent.Kind.CONCLUDE,
    ]
    assert not Certificate.objects.exists()
    assert "Respinta" in Notification.objects.filter(recipient=member).latest("pk").subject


def test_notice_is_closed_without_observations_only_after_its_days(office):
    application = office.assessed()
    actions.send_notice(application=application, reasons="Manca il piano.", by=office.officer)
    with pytest.raises(ValidationError):
        actions.close_notice(application=application, by=office.officer)
    assert actions.close_overdue_notices() == 0
    RefusalNotice.objects.update(observations_due_on=timezone.localdate() - datetime.timedelta(days=1))
    assert actions.close_overdue_notices() == 1
    assert actions.close_overdue_notices() == 0
    application.refresh_from_db()
    assert application.state == "assessed"


def test_observations_only_by_the_applicant_and_with_words(office):
    application = office.assessed()
    member = OrganisationMemberFactory(organisation=application.organisation).user
    actions.send_notice(application=application, reasons="Manca il piano.", by=office.officer)
    with pytest.raises(PermissionDenied):
        actions.send_observations(application=application, text="Sì", by=UserFactory())
    with pytest.raises(ValidationError):
        actions.send_observations(application=application, text=" ", by=member)


def test_decision_stays_as_it_was_taken(office, plain_letters):
    actions.award(application=office.assessed(), by=office.manager, act=act())
    for change in (lambda: Decision.objects.update(reasons="Altro"), lambda: Decision.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_batch_decides_all_with_one_act(office, plain_letters):
    version = office.version()
    files = [office.assessed(version) for _n in range(3)]
    batch = actions.decide_batch(applications=files, outcome="awarded", by=office.manager, act=act())
    assert batch.decisions.count() == 3
    assert Act.objects.filter(number="12").count() == 1
    assert sorted(Certificate.objects.values_list("register_number", flat=True)) == [1, 2, 3]


def test_batch_with_one_file_that_cannot_be_decided_decides_none_and_names_it(office, plain_letters):
    version = office.version()
    good, bad = office.assessed(version), office.assessed(version)
    Application.objects.filter(pk=bad.pk).update(officer=office.manager)
    with pytest.raises(ValidationError) as refused:
        actions.decide_batch(applications=[good, bad], outcome="awarded", by=fresh(office.manager), act=act())
    assert len(refused.value.messages) == 1
    assert bad.organisation.name in refused.value.messages[0]
    assert (Decision.objects.count(), DecisionBatch.objects.count()) == (0, 0)


def test_batch_of_refusals_takes_the_reasons_of_each_notice(office, plain_letters):
    files = [office.noticed(), office.noticed(version=office.version(scheme__slug="b", scheme__name="B"))]
    actions.decide_batch(applications=files, outcome="refused", by=office.manager, act=act())
    assert set(Decision.objects.values_list("reasons", flat=True)) == {"Manca il piano."}


def test_batch_of_nothing_is_refused(office):
    with pytest.raises(ValidationError):
        actions.decide_batch(applications=[], outcome="awarded", by=office.manager, act=act())


def test_stored_wording_of_the_scheme_goes_before_that_of_the_administration(office):
    application = office.assessed()
    for scheme, subject in ((None, "Di tutti"), (application.scheme, "Del marchio")):
        LetterTemplate.objects.create(
            administration=office.trento,
            scheme=scheme,
            outcome="awarded",
            subject=subject,
            body="Testo",
            appeals="Ricorsi",
            written_by=office.manager,
        )
    assert letters.wording_for(application, "awarded").subject == "Del marchio"
    assert letters.wording_for(application, "refused") == letters.default_wording("refused")

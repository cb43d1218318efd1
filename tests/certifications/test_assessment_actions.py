"""From the lot to the closed assessment."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from certifications import actions
from certifications.assessing import Found
from certifications.models import (
    Application,
    AssessmentRound,
    Assessor,
    Assignment,
    ConflictDeclaration,
    Judgement,
)
from familynet.accounts.models import Invitation
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.certifications.assessing import Office, fresh, yesterday
from tests.factories.accounts import UserFactory
from tests.factories.applications import AnswerFactory, AssessorFactory
from tests.factories.certifications import SchemeFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def told(user):
    return list(Notification.objects.filter(recipient=user).values_list("subject", flat=True))


def test_lot_below_the_percentage_makes_a_file_blind_to_two(office, monkeypatch):
    monkeypatch.setattr("certifications.actions.assessment.secrets.randbelow", lambda n: 19)
    version = office.version(blind_percent=20, assessors_needed=1)
    lot = actions.start_assessment(application=office.file(version=version), by=office.officer)
    assert (lot.blind, lot.needed, lot.drawn) == (True, 2, 19)


def test_lot_at_the_percentage_leaves_the_file_to_as_many_as_the_version_says(office, monkeypatch):
    monkeypatch.setattr("certifications.actions.assessment.secrets.randbelow", lambda n: 20)
    version = office.version(blind_percent=20, assessors_needed=3)
    lot = actions.start_assessment(application=office.file(version=version), by=office.officer)
    assert (lot.blind, lot.needed) == (False, 3)


def test_lot_is_drawn_once(office, monkeypatch):
    draws = iter([10, 90])
    monkeypatch.setattr("certifications.actions.assessment.secrets.randbelow", lambda n: next(draws))
    application = office.file(version=office.version(blind_percent=50))
    actions.start_assessment(application=application, by=office.officer)
    Application.objects.update(state="in_review")
    application.refresh_from_db()
    actions.start_assessment(application=application, by=office.officer)
    assert AssessmentRound.objects.get().drawn == 10


def test_lot_cannot_be_changed_to_what_it_did_not_say(office):
    application = office.assessing()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentRound.objects.filter(application=application).update(blind=True)


def test_assigned_person_is_told_only_who_applies(office):
    application = office.assessing()
    assignment = office.assign(application)
    notification = Notification.objects.get(recipient=assignment.assessor.user)
    assert application.organisation.name in notification.subject
    assert application.public_id not in notification.path + notification.text


def conflicted(office, application, why):
    """An assessor who cannot assess this file, for the reason named."""
    assessor = office.assessor()
    if why == "acts_for":
        OrganisationMemberFactory(organisation=application.organisation, user=assessor.user)
    elif why == "wrote":
        AnswerFactory(application=application, updated_by=assessor.user)
    elif why == "ended":
        assessor.valid_to = yesterday()
        assessor.save()
    elif why == "role":
        assessor.user.role_assignments.all().delete()
    elif why == "scheme":
        assessor.schemes.set([SchemeFactory(name="Altro", slug="altro", administration=office.trento)])
    elif why == "already":
        actions.assign(application=application, assessor=assessor, by=office.officer)
        AssessmentRound.objects.update(needed=2)
    else:
        field = {"ran": "officer", "submitted": "submitted_by", "started": "started_by"}[why]
        Application.objects.filter(pk=application.pk).update(**{field: assessor.user})
    return Assessor.objects.get(pk=assessor.pk)


@pytest.mark.parametrize(
    "why", ["acts_for", "wrote", "ended", "role", "scheme", "already", "submitted", "started"]
)
def test_file_is_not_given_to_who_may_not_assess_it(office, why):
    application = office.assessing()
    assessor = conflicted(office, application, why)
    before = application.assignments.count()
    with pytest.raises(ValidationError) as refused:
        actions.assign(application=application, assessor=assessor, by=office.officer)
    assert list(refused.value.message_dict) == ["assessor"]
    assert application.assignments.count() == before


def test_file_is_not_given_to_its_officer(office):
    application = office.assessing()
    other = office.person(Role.CERTIFICATION_OFFICER)
    assessor = conflicted(office, application, "ran")
    with pytest.raises(ValidationError):
        actions.assign(application=application, assessor=assessor, by=other)


@pytest.mark.parametrize("why", ["acts_for", "ran", "submitted", "started"])
def test_database_refuses_an_assessor_with_an_interest(office, why):
    application = office.assessing()
    assessor = conflicted(office, application, why)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(application=application, assessor=assessor, assigned_by=office.officer)


def test_manager_and_stranger_do_not_assign(office):
    application = office.assessing()
    for person in (office.manager, UserFactory()):
        with pytest.raises(PermissionDenied):
            actions.assign(application=application, assessor=office.assessor(), by=person)


def test_no_more_assessors_than_needed(office):
    application = office.assessing()
    office.assign(application)
    with pytest.raises(ValidationError):
        office.assign(application)
    assert application.assignments.count() == 1


def test_conflict_blocks_and_the_officer_is_told(office):
    application = office.assessing()
    assignment = office.assign(application)
    assessor = assignment.assessor.user
    actions.declare_conflict(
        assignment=assignment, has_conflict=True, by=assessor, text="Sono cugino del sindaco."
    )
    assert Application.objects.visible_to(fresh(assessor)).count() == 0
    assert any("Conflitto" in subject for subject in told(office.officer))
    # Somebody else takes the place, the same person never.
    with pytest.raises(ValidationError):
        office.assign(application, assignment.assessor)
    assert office.assign(application).state == "assigned"


def test_conflict_needs_a_sentence(office):
    assignment = office.assign(office.assessing())
    with pytest.raises(ValidationError):
        actions.declare_conflict(assignment=assignment, has_conflict=True, by=assignment.assessor.user)
    assert not ConflictDeclaration.objects.exists()
    assert Assignment.objects.get().state == "assigned"


def test_file_is_hidden_until_the_declaration(office):
    application = office.assessing()
    assignment = office.assign(application)
    person = assignment.assessor.user
    assert not Application.objects.visible_to(fresh(person)).exists()
    actions.declare_conflict(assignment=assignment, has_conflict=False, by=person)
    assert Application.objects.visible_to(fresh(person)).get() == application


def test_declaration_against_what_is_known_is_refused(office):
    application = office.assessing()
    assignment = office.assign(application)
    OrganisationMemberFactory(organisation=application.organisation, user=assignment.assessor.user)
    with pytest.raises(ValidationError):
        actions.declare_conflict(assignment=assignment, has_conflict=False, by=fresh(assignment.assessor.user))


def test_declaration_is_never_changed(office):
    office.working(office.assessing())
    with pytest.raises(IntegrityError), transaction.atomic():
        ConflictDeclaration.objects.update(has_conflict=True)


def test_nobody_declares_for_another(office):
    assignment = office.assign(office.assessing())
    for person in (office.officer, office.assessor().user):
        with pytest.raises(PermissionDenied):
            actions.declare_conflict(assignment=assignment, has_conflict=False, by=person)


def test_judgements_are_kept_incomplete(office):
    application = office.assessing()
    assignment = office.working(application)
    requirement = application.version.requirements.first()
    by = assignment.assessor.user
    found = {requirement.pk: Found("", None, "Da rivedere")}
    assert actions.save_judgements(assignment=assignment, found=found, by=by) == 1
    assert actions.save_judgements(assignment=assignment, found=found, by=by) == 0
    assert Judgement.objects.get().note == "Da rivedere"


def test_judgement_about_another_version_is_refused(office):
    assignment = office.working(office.assessing())
    other = office.version(scheme__slug="altro", scheme__name="Altro").requirements.first()
    with pytest.raises(ValidationError):
        actions.save_judgements(assignment=assignment, found={other.pk: Found("met")}, by=assignment.assessor.user)


def test_incomplete_assessment_is_not_submitted(office):
    application = office.assessing()
    assignment = office.working(application)
    by = assignment.assessor.user
    with pytest.raises(ValidationError) as refused:
        actions.submit_assessment(assignment=assignment, by=by)
    assert "R1, R2, R3" in refused.value.messages[0]
    assert Assignment.objects.get().state == "working"


def test_submitted_assessment_has_its_score_and_stays(office):
    application = office.assessing()
    assignment = office.submitted(application, outcomes=["met", "met", "not_met"])
    assert (assignment.state, assignment.score) == ("submitted", Decimal(20))
    with pytest.raises(TransitionConflict):
        actions.save_judgements(assignment=assignment, found={}, by=assignment.assessor.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.filter(assignment=assignment).update(outcome="met")
    assert any("consegnata" in subject for subject in told(office.officer))


def test_opposite_opinions_call_a_third_before_the_end(office):
    application = office.assessing(blind=True)
    office.submitted(application)
    assert AssessmentRound.objects.get().third_called_at is None
    office.submitted(application, opinion="unfavourable")
    assert AssessmentRound.objects.get().third_reason == "opinions"
    assert any("terza" in subject for subject in told(office.officer))
    with pytest.raises(ValidationError, match="terza"):
        actions.close_assessment(application=application, by=office.officer, summary="Sintesi")
    third = office.submitted(application)
    assert (third.is_third, third.blind) == (True, True)
    closed = actions.close_assessment(application=application, by=office.officer, summary="Sintesi")
    assert closed.median_score == Decimal(30)


@pytest.mark.parametrize(("limit", "reason"), [(10, "points"), (11, ""), (None, "")])
def test_difference_of_points_calls_a_third_from_the_limit_on(office, limit, reason):
    version = office.version(disagreement_points=limit)
    application = office.assessing(blind=True, version=version)
    office.submitted(application)
    office.submitted(application, outcomes=["met", "met", "not_met"])
    assert AssessmentRound.objects.get().third_reason == reason


def test_assessment_is_closed_with_mean_and_median(office):
    application = office.assessing(needed=2)
    office.submitted(application)
    with pytest.raises(ValidationError, match="Mancano"):
        actions.close_assessment(application=application, by=office.officer, summary="Sintesi")
    office.submitted(application, outcomes=["met", "not_met", "not_met"])
    closed = actions.close_assessment(application=application, by=office.officer, summary="Sintesi")
    assert (closed.mean_score, closed.median_score) == (Decimal(20), Decimal(20))
    application.refresh_from_db()
    assert application.state == "assessed"
    assert any("Da decidere" in subject for subject in told(office.manager))


def test_summary_is_needed_and_is_not_in_the_history_of_the_application(office):
    application = office.assessing()
    office.submitted(application)
    with pytest.raises(ValidationError):
        actions.close_assessment(application=application, by=office.officer, summary="  ")
    actions.close_assessment(application=application, by=office.officer, summary="Sintesi riservata")
    texts = [f"{e.comment} {e.data} {e.label}" for e in HistoryEntry.objects.of(application)]
    assert not any("riservata" in text or "favourable" in text for text in texts)


def test_withdrawn_assignment_counts_no_more(office):
    application = office.assessing()
    assignment = office.working(application)
    actions.withdraw_assignment(assignment=assignment, by=office.officer, comment="È in malattia.")
    assert office.assign(application).state == "assigned"
    assert not Application.objects.visible_to(fresh(assignment.assessor.user)).exists()


def test_person_enters_the_register_once_and_only_with_the_role(office):
    person = office.person(Role.ASSESSOR)
    fields = {
        "administration": office.trento,
        "origin": "internal",
        "task": "assessor",
        "valid_from": yesterday(),
        "by": office.officer,
    }
    actions.add_assessor(user=person, **fields)
    with pytest.raises(ValidationError):
        actions.add_assessor(user=person, **fields)
    with pytest.raises(ValidationError):
        actions.add_assessor(user=UserFactory(), **fields)
    with pytest.raises(PermissionDenied):
        actions.add_assessor(user=office.person(Role.ASSESSOR), **{**fields, "by": office.manager})


def test_assessor_with_open_work_is_not_ended(office):
    assignment = office.working(office.assessing())
    with pytest.raises(ValidationError):
        actions.end_assessor(assessor=assignment.assessor, by=office.officer)
    free = AssessorFactory(administration=office.trento)
    assert actions.end_assessor(assessor=free, by=office.officer).valid_to is not None


def test_office_invites_an_external_assessor_with_that_role_only(office):
    invitation = actions.invite_assessor(
        administration=office.trento, email="esterna@studio.example", full_name="Eva Esterna", by=office.officer
    )
    assert Invitation.objects.get().roles == [Role.EXTERNAL_ASSESSOR] == invitation.roles
    with pytest.raises(PermissionDenied):
        actions.invite_assessor(
            administration=office.trento, email="altra@studio.example", full_name="Altra", by=office.manager
        )


def test_load_counts_open_assignments_only(office):
    assessor = office.assessor()
    office.submitted(office.assessing(), assessor=assessor)
    other = office.version(scheme__slug="altro", scheme__name="Altro")
    office.working(office.assessing(version=other), assessor)
    found = Assessor.objects.with_load().get(pk=assessor.pk)
    assert found.load == 1
    assert found.last_assigned is not None

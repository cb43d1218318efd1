"""What people try who should not: files of others, files of their own, drafts that were never sent."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from certifications import actions
from certifications.models import Application, Assignment, ConditionEvidence, Decision
from certifications.permissions import (
    can_accompany,
    can_decide,
    can_decide_certificate,
    can_decide_project,
    can_follow_project,
    can_manage_certificate,
    can_see_assessments,
)
from familynet.accounts.roles import Role
from familynet.kernel.history import record
from familynet.notifications.models import Notification
from tests.certifications.assessing import Office, act, fresh
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.applications import AnswerFactory, ApplicationFactory
from tests.factories.certifications import CertificateFactory, SchemeFactory
from tests.factories.funding import FundedProjectFactory
from tests.factories.kernel import ActFactory
from tests.factories.life import ConditionEvidenceFactory, ConditionFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.processes import ActivityFactory, CompanyPlanFactory, DataCollectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def get(client, name, *args):
    return client.get(reverse(f"certifications:{name}", args=args))


def test_draft_that_was_taken_back_is_known_to_nobody_else(office, client_as, official, piemonte):
    """It keeps its texts for thirty days, and was never sent to anybody."""
    application = ApplicationFactory()
    member = OrganisationMemberFactory(organisation=application.organisation).user
    actions.withdraw_application(application=application, by=member)
    for person in (office.officer, office.manager, official(Role.CERTIFICATION_OFFICER, piemonte)):
        assert not Application.objects.visible_to(person).exists()
        assert not Application.objects.handled_by(person).exists()
        assert not Application.objects.accompanied_by(person).exists()
        assert get(client_as(person), "file", application.public_id).status_code == 404
    assert Application.objects.visible_to(member).exists()


def test_application_that_was_taken_back_after_submission_stays_on_file(office):
    application = office.file(state="withdrawn")
    assert Application.objects.visible_to(office.officer).get() == application
    assert Application.objects.handled_by(office.officer).get() == application


def with_both_roles(office):
    """A manager who is also an officer, as in a small office."""
    RoleAssignmentFactory(user=office.manager, role=Role.CERTIFICATION_OFFICER, administration=office.trento)
    return office.manager


def test_who_ran_a_file_does_not_decide_it_after_passing_it_on(office):
    both = with_both_roles(office)
    application = office.file(state="submitted", officer=None)
    actions.take_application(application=application, by=both)
    actions.assign_officer(application=application, officer=office.officer, by=both)
    application = Application.objects.get(pk=application.pk)
    assert application.officer == office.officer
    assert not can_decide(fresh(both), application)
    assert can_decide(office.second_manager, application)


def test_who_closed_the_assessment_does_not_decide(office):
    both = with_both_roles(office)
    application = office.assessing()
    office.submitted(application)
    actions.close_assessment(application=application, by=both, summary="Bene.")
    with pytest.raises(PermissionDenied):
        actions.award(application=application, by=fresh(both), act=act())


def test_database_refuses_the_decision_of_who_ran_the_file(office):
    application = office.assessed()
    record(application, "take", label="Avviata l'istruttoria", by=office.manager)
    given = {"application": application, "outcome": "awarded", "act": ActFactory()}
    with pytest.raises(IntegrityError, match="does not decide"), transaction.atomic():
        Decision.objects.create(decided_by=office.manager, **given)
    Decision.objects.create(decided_by=office.second_manager, **given)


@pytest.mark.parametrize("role", [Role.CERTIFICATION_OFFICER, Role.CERTIFICATION_MANAGER, Role.AUDITOR])
def test_official_who_acts_for_the_applicant_waits_for_the_decision_as_the_others(office, client_as, role):
    application = office.assessing()
    office.submitted(application)
    person = office.person(role)
    OrganisationMemberFactory(organisation=application.organisation, user=person)
    assert not can_see_assessments(person, application)
    for name in ("file_assessment", "file_decision"):
        assert get(client_as(person), name, application.public_id).status_code == 403
    assert get(client_as(office.officer), "file_assessment", application.public_id).status_code == 200


def test_document_that_was_taken_away_before_it_was_sent_is_served_to_nobody(office, client_as):
    application = office.file()
    member = OrganisationMemberFactory(organisation=application.organisation).user
    answer = AnswerFactory(application=application)
    removed = answer.evidence.create(
        document=ConditionEvidenceFactory().document, added_by=member, removed_at=timezone.now()
    )
    for person in (office.officer, member):
        client = client_as(person)
        assert get(client, "application_evidence", application.public_id, removed.pk).status_code == 404
        assert get(client, "file_document", application.public_id, removed.document.uuid).status_code == 404


def test_assessor_whose_role_ended_reads_the_file_no_more(office, client_as):
    application = office.assessing()
    assignment = office.working(application)
    person = assignment.assessor.user
    assert Application.objects.visible_to(fresh(person)).exists()
    person.role_assignments.all().update(valid_to=timezone.now())
    assert not Application.objects.visible_to(fresh(person)).exists()
    assert get(client_as(fresh(person)), "application_pdf", application.public_id).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.PRACTICE_EDITOR, Role.NETWORK_COORDINATOR, Role.ASSESSOR, Role.AUDIT_COUNCIL]
)
def test_official_of_other_matters_reads_no_document_behind_a_certificate(office, client_as, role):
    condition = ConditionFactory(certificate=CertificateFactory(), state="submitted")
    evidence = ConditionEvidenceFactory(condition=condition)
    type(condition).objects.update(submitted_at=timezone.now(), note="Nota riservata")
    person = office.person(role)
    assert not ConditionEvidence.objects.visible_to(person).exists()
    assert ConditionEvidence.objects.visible_to(office.officer).get() == evidence
    page = get(client_as(person), "condition_check", condition.certificate.public_id, condition.pk)
    assert page.status_code in (403, 404)


def test_office_reads_nothing_that_the_holder_has_not_sent(office, client_as):
    condition = ConditionFactory(certificate=CertificateFactory(), note="Appunto non inviato")
    evidence = ConditionEvidenceFactory(condition=condition)
    assert not ConditionEvidence.objects.visible_to(office.officer).exists()
    page = get(client_as(office.officer), "condition_check", condition.certificate.public_id, condition.pk)
    assert "Appunto non inviato" not in page.text
    assert str(evidence.document.uuid) not in page.text


HOSTILE_ROWS = [
    '[[Infinity, {"file": "a"}]]',
    '[[1, {"file": "a\\u0000b", "assessor": "x"}]]',
    '[[1, {"file": "\\ud800", "assessor": "\\ud800"}]]',
    "[[1]]",
    '{"a": 1}',
    "[" * 3000,
    "null",
    '[[1, {"file": {"file": [1]}, "due": NaN}]]',
]


@pytest.mark.parametrize("rows", HOSTILE_ROWS)
def test_rows_that_no_page_sent_assign_nothing(office, client_as, rows):
    response = client_as(office.officer).post(reverse("certifications:assignments"), {"rows": rows})
    assert response.status_code == 200
    assert not Assignment.objects.exists()


def test_file_that_goes_through_phases_is_given_to_no_assessor(office, client_as):
    """Its assessment has no lot; the page says so instead of failing."""
    application = office.file(state="in_assessment")
    assessor = office.assessor()
    client = client_as(office.officer)
    address = reverse("certifications:assign", args=[application.public_id])
    assert "percorso a fasi" in client.post(address, {"assessor": assessor.pk}).text
    address = reverse("certifications:close_assessment", args=[application.public_id])
    assert "percorso a fasi" in client.post(address, {"summary": "Bene."}).text
    assert not Assignment.objects.exists()


def test_manager_decides_nothing_about_a_certificate_of_an_organisation_of_one_s_own(office, client_as):
    certificate = CertificateFactory(state="suspended")
    manager = with_both_roles(office)
    OrganisationMemberFactory(organisation=certificate.organisation, user=manager)
    assert not can_decide_certificate(fresh(manager), certificate)
    assert not can_manage_certificate(fresh(manager), certificate)
    with pytest.raises(PermissionDenied):
        actions.change_state(certificate=certificate, name="lift_suspension", by=fresh(manager), act=act())
    client = client_as(manager)
    assert get(client, "change", certificate.public_id, "lift_suspension").status_code == 403
    assert get(client, "transfer", certificate.public_id).status_code == 403


def test_plan_and_data_are_nobody_else_s_before_they_are_sent(office, client_as):
    plan = CompanyPlanFactory()
    ActivityFactory(plan=plan, title="Idea riservata")
    data = DataCollectionFactory(process=plan.process)
    officer, process = client_as(office.officer), plan.process
    assert get(officer, "process", process.public_id).status_code == 200
    assert get(officer, "plan", process.public_id, plan.pk).status_code == 404
    assert get(officer, "data_year", process.public_id, data.year).status_code == 404
    assert f"/piano/{plan.pk}/" not in get(officer, "plans", process.public_id).text
    assert f"/dati/{data.year}/" not in get(officer, "data", process.public_id).text
    member = client_as(OrganisationMemberFactory(organisation=process.organisation).user)
    assert "Idea riservata" in get(member, "plan", process.public_id, plan.pk).text
    assert get(member, "data_year", process.public_id, data.year).status_code == 200


def test_reasons_that_the_office_writes_for_itself_reach_nobody_else_before_the_decision(
    office, client_as, official, piemonte
):
    application = office.assessed()
    secret = "I due valutatori sono di parere opposto"
    actions.reopen_review(application=application, by=office.officer, reason=secret)
    member = OrganisationMemberFactory(organisation=application.organisation).user
    side = official(Role.CERTIFICATION_OFFICER, piemonte)
    for person, name in ((member, "application"), (side, "file_history")):
        page = get(client_as(person), name, application.public_id)
        assert page.status_code == 200
        assert "Riportata in istruttoria" in page.text
        assert secret not in page.text
    assert secret in get(client_as(office.officer), "file_history", application.public_id).text


def test_what_other_marks_cover_is_told_to_the_applicant_alone(office, client_as):
    application = office.assessing()
    assignment = office.working(application)
    for person in (assignment.assessor.user, office.officer):
        page = get(client_as(person), "application_recognition", application.public_id)
        assert page.status_code == 403
    member = OrganisationMemberFactory(organisation=application.organisation).user
    assert get(client_as(member), "application_recognition", application.public_id).status_code == 200


def test_official_who_acts_for_the_applicant_is_told_nothing_of_the_assessment(office):
    application = office.assessing()
    OrganisationMemberFactory(organisation=application.organisation, user=office.second_manager)
    office.submitted(application)
    actions.close_assessment(application=application, by=office.officer, summary="Bene.")
    told = Notification.objects.filter(path__contains="/decisione/").values_list("recipient", flat=True)
    assert set(told) == {office.manager.pk}


@pytest.mark.parametrize("name", ["register_csv", "scheme_json"])
def test_public_downloads_have_a_limit(client, monkeypatch, name):
    monkeypatch.setattr("familynet.kernel.rates.is_too_frequent", lambda *args, **kwargs: True)
    args = [SchemeFactory().slug] if name == "scheme_json" else []
    assert get(client, name, *args).status_code == 429


def test_nobody_grants_money_or_gives_an_opinion_to_an_organisation_of_one_s_own(official, piemonte):
    project = FundedProjectFactory()
    application = ApplicationFactory(organisation=project.organisation, state="in_review")
    manager = official(Role.CERTIFICATION_MANAGER, piemonte)
    asked = (can_decide_project, project), (can_follow_project, project), (can_accompany, application)
    assert [allowed(manager, record) for allowed, record in asked] == [True, True, True]
    OrganisationMemberFactory(organisation=project.organisation, user=manager)
    assert [allowed(fresh(manager), record) for allowed, record in asked] == [False, False, False]

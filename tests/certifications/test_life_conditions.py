"""Conditions after the award: opened, sent with evidence, checked, waived."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from certifications.actions import (
    attach_to_condition,
    check_condition,
    open_conditions,
    remove_from_condition,
    save_note,
    send_condition,
    waive_condition,
)
from certifications.models import Condition
from certifications.workflow import CONDITION_WORKFLOW
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.notifications.models import Notification
from tests.factories.applications import ApplicationFactory, RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.life import ConditionEvidenceFactory, ConditionFactory, OverdueNoticeFactory, version_with
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date
FIVE_AND_FIVE = (0, 0, 0, 0, 0, 24, 24, 24, 24, 24)


def pdf(name="piano.pdf"):
    upload = SimpleUploadedFile(name, b"%PDF-1.4 x", content_type="application/pdf")
    upload.media_type = "application/pdf"
    return upload


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def condition(db):
    return ConditionFactory()


@pytest.fixture
def holder(condition):
    return OrganisationMemberFactory(organisation=condition.certificate.organisation).user


def test_award_opens_one_condition_for_each_later_requirement():
    certificate = CertificateFactory()
    version = version_with(*FIVE_AND_FIVE)
    made = open_conditions(certificate=certificate, version=version, award_date=DAY(2024, 1, 31))
    assert [(c.requirement.code, c.due_on, c.state) for c in made] == [
        (f"R{n}", DAY(2026, 1, 31), "open") for n in (6, 7, 8, 9, 10)
    ]
    certificate.refresh_from_db()
    assert certificate.met_at_award == 5
    entry = HistoryEntry.objects.of(certificate).get()
    assert (entry.verb, entry.public, entry.actor) == ("open_conditions", True, None)


def test_award_opened_again_makes_no_second_condition():
    certificate, version = CertificateFactory(), version_with(0, 12)
    arguments = {"certificate": certificate, "version": version, "award_date": DAY(2024, 5, 1)}
    assert len(open_conditions(**arguments)) == 1
    assert open_conditions(**arguments) == []
    assert certificate.conditions.count() == HistoryEntry.objects.of(certificate).count() == 1


def test_version_without_later_requirements_opens_nothing():
    certificate = CertificateFactory()
    assert open_conditions(certificate=certificate, version=version_with(0, 0), award_date=DAY(2024, 5, 1)) == []
    certificate.refresh_from_db()
    assert (certificate.met_at_award, HistoryEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("award", "months", "due"),
    [
        (DAY(2024, 2, 29), 12, DAY(2025, 2, 28)),
        (DAY(2024, 2, 29), 48, DAY(2028, 2, 29)),
        (DAY(2024, 8, 31), 6, DAY(2025, 2, 28)),
        (DAY(2024, 8, 31), 1, DAY(2024, 9, 30)),
        (DAY(2024, 12, 31), 24, DAY(2026, 12, 31)),
    ],
)
def test_condition_is_due_on_the_same_day_or_the_last_of_a_shorter_month(award, months, due):
    made = open_conditions(certificate=CertificateFactory(), version=version_with(months), award_date=award)
    assert [c.due_on for c in made] == [due]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [({"population": 900}, ["all", "small"]), ({"population": 9000}, ["all"]), ({}, ["all", "small"])],
)
def test_only_what_applies_to_the_holder_becomes_a_condition(facts, codes):
    """A population that nobody gave leaves the requirement due."""
    version = SchemeVersionFactory()
    small = {"fact": "population", "op": "lt", "value": 5000}
    RequirementFactory(version=version, code="all", due_months=12, order=1)
    RequirementFactory(version=version, code="small", due_months=12, order=2, applies_if=small)
    certificate = CertificateFactory()
    ApplicationFactory(
        certificate=certificate, state="awarded", facts=facts, organisation=certificate.organisation
    )
    made = open_conditions(certificate=certificate, version=version, award_date=DAY(2024, 5, 1))
    assert [c.requirement.code for c in made] == codes


def test_holder_sends_evidence_and_the_office_hears(condition, holder, officer):
    attach_to_condition(condition=condition, by=holder, uploads=[pdf(), pdf("atto.pdf")])
    send_condition(condition=condition, by=holder, note=" Piano approvato ")
    condition.refresh_from_db()
    assert (condition.state, condition.note, condition.submitted_by) == ("submitted", "Piano approvato", holder)
    assert [e.document.name for e in condition.evidence.all()] == ["piano.pdf", "atto.pdf"]
    told = Notification.objects.get()
    assert (told.recipient, told.topic) == (officer, "work")
    assert told.path.endswith(f"/condizioni/{condition.pk}/")


@pytest.mark.parametrize(
    ("evidence", "field"), [("required", "documents"), ("optional", "note"), ("none", "note")]
)
def test_nothing_is_sent_without_what_the_requirement_asks(evidence, field):
    condition = ConditionFactory(requirement__evidence=evidence)
    holder = OrganisationMemberFactory(organisation=condition.certificate.organisation).user
    with pytest.raises(ValidationError) as refused:
        send_condition(condition=condition, by=holder, note="" if field == "note" else "Fatto")
    assert list(refused.value.message_dict) == [field]
    condition.refresh_from_db()
    assert (condition.state, Notification.objects.count()) == ("open", 0)


def test_too_many_documents_are_refused_whole(condition, holder):
    for _n in range(19):
        ConditionEvidenceFactory(condition=condition)
    with pytest.raises(ValidationError):
        attach_to_condition(condition=condition, by=holder, uploads=[pdf(), pdf()])
    assert condition.evidence.count() == 19


def test_document_is_taken_back_only_before_it_is_sent(condition, holder, officer):
    attach_to_condition(condition=condition, by=holder, uploads=[pdf(), pdf()])
    first, second = condition.evidence.all()
    remove_from_condition(evidence=first, by=holder)
    assert list(condition.evidence.current()) == [second]
    send_condition(condition=condition, by=holder, note="")
    with pytest.raises(TransitionConflict):
        remove_from_condition(evidence=second, by=holder)
    check_condition(condition=condition, by=officer, met=False, reason="Manca la firma")
    second.condition.refresh_from_db()
    with pytest.raises(ValidationError):
        remove_from_condition(evidence=second, by=holder)
    assert condition.evidence.current().count() == 1


def test_condition_sent_back_goes_to_the_holder_with_its_reason(condition, holder, officer):
    send_condition(condition=condition, by=holder, note="Fatto")
    check_condition(condition=condition, by=officer, met=False, reason="Manca la delibera")
    condition.refresh_from_db()
    assert (condition.state, condition.reason, condition.checked_by) == ("not_met", "Manca la delibera", officer)
    assert condition.due_on == DAY(2026, 12, 31)
    told = Notification.objects.get(recipient=holder)
    assert (told.text, "da completare entro il 31/12/2026" in told.subject) == ("Manca la delibera", True)
    send_condition(condition=condition, by=holder, note="Ecco la delibera")
    assert condition.state == "submitted"


def test_condition_is_not_sent_back_without_a_reason(condition, holder, officer):
    send_condition(condition=condition, by=holder, note="Fatto")
    with pytest.raises(ValidationError):
        check_condition(condition=condition, by=officer, met=False, reason=" ")
    condition.refresh_from_db()
    assert condition.state == "submitted"


def test_last_condition_met_is_told_in_public(condition, holder, officer):
    other = ConditionFactory(certificate=condition.certificate, state="waived")
    send_condition(condition=condition, by=holder, note="Fatto")
    check_condition(condition=condition, by=officer, met=True)
    condition.refresh_from_db()
    assert condition.met_on is not None
    entries = HistoryEntry.objects.of(other.certificate).public()
    assert [entry.verb for entry in entries] == ["conditions_complete", "meet_condition"]


def test_waiver_needs_a_manager_an_act_and_a_reason(condition, officer, manager):
    arguments = {"condition": condition, "reason": "Servizio chiuso", "act": ActFactory.build()}
    with pytest.raises(PermissionDenied):
        waive_condition(by=officer, **arguments)
    with pytest.raises(ValidationError):
        waive_condition(by=manager, **{**arguments, "act": ActFactory.build(number="")})
    with pytest.raises(ValidationError):
        waive_condition(by=manager, **{**arguments, "reason": ""})
    condition = Condition.objects.get(pk=condition.pk)
    assert (condition.state, Act.objects.filter(number=arguments["act"].number).count()) == ("open", 0)
    waive_condition(by=manager, **{**arguments, "condition": condition})
    condition.refresh_from_db()
    assert (condition.state, condition.act.is_complete, condition.reason) == ("waived", True, "Servizio chiuso")


def test_settled_condition_closes_the_notice_about_it(officer):
    notice = OverdueNoticeFactory()
    condition = notice.conditions.get()
    holder = OrganisationMemberFactory(organisation=notice.certificate.organisation).user
    send_condition(condition=condition, by=holder, note="Fatto")
    check_condition(condition=condition, by=officer, met=True)
    notice.refresh_from_db()
    assert (notice.state, notice.closed_by) == ("resolved", None)


@pytest.mark.parametrize("act", ["write", "attach", "send", "remove"])
def test_condition_belongs_to_the_people_of_the_holder(condition, officer, manager, act):
    evidence = ConditionEvidenceFactory(condition=condition)
    stranger = OrganisationMemberFactory().user
    calls = {
        "write": lambda by: save_note(condition=condition, by=by, note="x"),
        "attach": lambda by: attach_to_condition(condition=condition, by=by, uploads=[pdf()]),
        "send": lambda by: send_condition(condition=condition, by=by, note="x"),
        "remove": lambda by: remove_from_condition(evidence=evidence, by=by),
    }
    for by in (officer, manager, stranger):
        with pytest.raises(PermissionDenied):
            calls[act](by)
    condition.refresh_from_db()
    assert (condition.state, condition.note, condition.evidence.current().count()) == ("open", "", 1)


def test_official_who_acts_for_the_holder_does_not_check_it(condition, officer, manager):
    for person in (officer, manager):
        OrganisationMemberFactory(organisation=condition.certificate.organisation, user=person)
    Condition.objects.filter(pk=condition.pk).update(state="submitted")
    condition.refresh_from_db()
    with pytest.raises(PermissionDenied):
        check_condition(condition=condition, by=officer, met=True)
    with pytest.raises(PermissionDenied):
        waive_condition(condition=condition, by=manager, reason="x", act=ActFactory.build())
    assert condition.state == "submitted"


WHO = {"send": "holder", "meet": "officer", "send_back": "officer", "waive": "manager"}


@pytest.mark.parametrize("state", Condition.State.values)
@pytest.mark.parametrize("name", [t.name for t in CONDITION_WORKFLOW])
def test_condition_moves_only_from_its_sources(name, state, officer, manager):
    condition = ConditionFactory(state=state)
    holder = OrganisationMemberFactory(organisation=condition.certificate.organisation).user
    by = {"holder": holder, "officer": officer, "manager": manager}[WHO[name]]
    transition, act = CONDITION_WORKFLOW.get(name), ActFactory()
    met_on = DAY(2025, 1, 1) if transition.target == "met" else None
    arguments = {"by": by, "comment": "Motivo", "act": act, "fields": {"act": act, "met_on": met_on}}
    if state in transition.sources:
        advance(CONDITION_WORKFLOW, condition, name, **arguments)
        expected = transition.target
    else:
        with pytest.raises(TransitionConflict):
            advance(CONDITION_WORKFLOW, condition, name, **arguments)
        expected = state
    condition.refresh_from_db()
    assert condition.state == expected


def test_ended_certificate_takes_no_evidence(holder, condition):
    certificate = condition.certificate
    certificate.state, certificate.ended_on = "revoked", DAY(2025, 1, 1)
    certificate.save()
    with pytest.raises(PermissionDenied):
        send_condition(condition=condition, by=holder, note="x")
    condition.refresh_from_db()
    assert condition.state == "open"

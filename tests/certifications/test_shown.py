"""Who reads what a holder has shown: dry runs, copies of a file, recognition, realignments."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from certifications.actions import (
    answer_realignment,
    bring_over,
    confirm_realignment,
    copy_answers,
    copy_version,
    perform_dry_run,
    perform_plan,
    plan_realignment,
    start_dry_run,
    usable_maps,
)
from certifications.actions.realignments import Declared
from certifications.engine import AnswerFacts
from certifications.models import AnswerEvidence, Certificate, Realignment
from certifications.shown import holders, known_for, shown_by, shown_since
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from tests.factories.applications import (
    AnswerFactory,
    ApplicationFactory,
    RequirementFactory,
    SchemeVersionFactory,
)
from tests.factories.certifications import ActFactory, DocumentFactory
from tests.factories.life import ConditionEvidenceFactory, ConditionFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.recognition import RequirementMapFactory
from tests.factories.schemes import RealignmentFactory, holder

D = datetime.timedelta


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


def an_act():
    return Act(kind="determination", number="7", date=timezone.localdate())


def published(version):
    version.state = version.State.PUBLISHED
    version.save(update_fields=["state"])
    return version


def two_year_version(**fields):
    """R1 at the application, R2 within two years."""
    version = SchemeVersionFactory()
    RequirementFactory(version=version, code="R1")
    RequirementFactory(version=version, code="R2", due_months=24, **fields)
    return published(version)


def aged_holder(version, state, **fields):
    """Awarded 900 days ago on R1; R2 was settled since."""
    today = timezone.localdate()
    certificate = holder(version, met={"R1": True}, award_date=today - D(days=900))
    late = version.requirements.get(code="R2")
    made = {"due_on": today - D(days=170), "state": state, **fields}
    return certificate, ConditionFactory(certificate=certificate, requirement=late, **made)


def realigned(certificate, version, **answer):
    """A declaration about R1 or another requirement, confirmed now."""
    done = RealignmentFactory(certificate=certificate, plan__version=version, plan__run__version=version)
    made = done.answers.create(**answer)
    fields = {"state": "confirmed", "act": ActFactory(), "confirmed_at": timezone.now()}
    Realignment.objects.filter(pk=done.pk).update(**fields)
    return made


def computed(version, by):
    run = start_dry_run(version=version, by=by)
    perform_dry_run(run_id=run.pk)
    return run.results.get()


def member_of(certificate):
    return OrganisationMemberFactory(organisation=certificate.organisation, role="legal_representative").user


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "outcome", "failing"),
    [
        ("met", "passes", []),
        ("waived", "passes", []),
        ("open", "fails", ["R2"]),
        ("submitted", "fails", ["R2"]),
        ("not_met", "fails", ["R2"]),
    ],
)
def test_dry_run_counts_the_conditions_that_are_settled(officer, state, outcome, failing):
    old = two_year_version()
    aged_holder(old, state)
    result = computed(copy_version(source=old, label="Nuovo", by=officer), officer)
    assert (result.outcome, result.failing) == (outcome, failing)


@pytest.mark.django_db
def test_waiver_does_not_hold_for_a_requirement_that_has_changed(officer):
    old = two_year_version()
    aged_holder(old, "waived")
    draft = copy_version(source=old, label="Nuovo", by=officer)
    draft.requirements.filter(code="R2").update(text="Un altro requisito.")
    assert computed(draft, officer).failing == ["R2"]


@pytest.mark.django_db
@pytest.mark.parametrize(("documents", "outcome"), [(0, "fails"), (1, "passes")])
def test_dry_run_counts_the_evidence_of_a_condition(officer, documents, outcome):
    old = two_year_version(evidence="required")
    _certificate, condition = aged_holder(old, "met")
    for _n in range(documents):
        ConditionEvidenceFactory(condition=condition)
    ConditionEvidenceFactory(condition=condition, removed_at=timezone.now())
    assert computed(old, officer).outcome == outcome


@pytest.mark.django_db
def test_no_of_a_newer_file_stands_against_what_was_met_before(officer):
    old = two_year_version()
    certificate, _condition = aged_holder(old, "met")
    late = old.requirements.get(code="R2")
    AnswerFactory(application=certificate.applications.get(), requirement=late, met=False)
    assert computed(old, officer).failing == ["R2"]


@pytest.mark.django_db
def test_declaration_keeps_the_points_of_the_file(manager):
    version = SchemeVersionFactory(minimum=8)
    RequirementFactory(version=version, code="R1", points_min=1, points_max=10)
    published(version)
    certificate = holder(version, met={"R1": True})
    certificate.applications.get().answers.update(points=9)
    assert computed(version, manager).outcome == "passes"
    realigned(certificate, version, code="R1", met=True)
    assert (computed(version, manager).outcome, computed(version, manager).points) == ("passes", 9)
    Realignment.objects.get().answers.update(points=10)
    assert computed(version, manager).points == 10


@pytest.mark.django_db
def test_many_holders_and_one_file_are_read_alike():
    version = SchemeVersionFactory()
    for code in ("R1", "R2", "R3", "R4"):
        RequirementFactory(version=version, code=code, points_min=0, points_max=10)
    published(version)
    certificate = holder(version, met={"R1": True, "R2": False, "R3": None})
    application = certificate.applications.get()
    application.answers.update(points=4)
    AnswerEvidence.objects.create(answer=application.answers.first(), document=DocumentFactory())
    since = {"certificate": certificate, "state": "met", "checked_at": timezone.now()}
    for code in ("R2", "R4"):
        condition = ConditionFactory(requirement=version.requirements.get(code=code), **since)
        ConditionEvidenceFactory(condition=condition)
    realigned(certificate, version, code="R3", met=True, points=7, document=DocumentFactory())
    (many,) = shown_by(holders([certificate.pk]), known_for(version)).values()
    one = {code: shown.facts for code, shown in shown_since(application).items()}
    assert many == one
    assert many == {
        "R1": AnswerFacts(True, Decimal(4), 1),
        "R2": AnswerFacts(True, None, 1),
        "R3": AnswerFacts(True, Decimal(7), 1),
        "R4": AnswerFacts(True, None, 1),
    }


@pytest.mark.django_db
def test_copy_brings_what_was_shown_after_the_award_with_its_documents():
    version = two_year_version()
    certificate, condition = aged_holder(version, "met", sent_note="Delibera 4")
    evidence = ConditionEvidenceFactory(condition=condition)
    declared = realigned(certificate, version, code="R1", met=True, note="Fatto", document=DocumentFactory())
    draft = ApplicationFactory(
        version=version, organisation=certificate.organisation, certificate=certificate, kind="renewal"
    )
    source = certificate.applications.get(state="awarded")
    assert copy_answers(application=draft, source=source, by=member_of(certificate)) == 2
    brought = {a.requirement.code: a for a in draft.answers.select_related("requirement")}
    told = {code: (a.met, a.note, a.to_check, a.evidence.get().document) for code, a in brought.items()}
    assert told == {
        "R1": (True, "Fatto", False, declared.document),
        "R2": (True, "Delibera 4", True, evidence.document),
    }


@pytest.mark.django_db
def test_copy_brings_nothing_of_a_waived_condition_or_to_a_file_that_was_not_awarded():
    version = two_year_version()
    certificate, _condition = aged_holder(version, "waived")
    refused = ApplicationFactory(
        version=version, organisation=certificate.organisation, certificate=certificate, state="refused"
    )
    assert set(shown_since(certificate.applications.get(state="awarded"))) == {"R1"}
    assert shown_since(refused) == {}


@pytest.mark.django_db
def test_recognition_counts_a_condition_and_shares_its_documents():
    table = RequirementMapFactory(matches="exact", state="published", act=ActFactory())
    certificate = holder(table.from_version, met={"R1": True})
    condition = ConditionFactory(
        certificate=certificate, requirement=table.from_version.requirements.get(code="R2"), state="met"
    )
    evidence = ConditionEvidenceFactory(condition=condition)
    draft = ApplicationFactory(version=table.to_version, organisation=certificate.organisation)
    ((table, source),) = usable_maps(draft)
    assert bring_over(application=draft, table=table, source=source, by=member_of(certificate)) == 2
    assert draft.answers.get(requirement__code="R2").evidence.get().document == evidence.document


@pytest.mark.django_db
def test_recognition_finds_a_holder_that_was_realigned_to_the_recognised_disciplinare():
    table = RequirementMapFactory(matches="exact", state="published", act=ActFactory())
    now = table.from_version
    old = SchemeVersionFactory(scheme=now.scheme, category=now.category, with_requirements=1, published=True)
    certificate = holder(old, met={"R1": True})
    draft = ApplicationFactory(version=table.to_version, organisation=certificate.organisation)
    assert usable_maps(draft) == []
    Certificate.objects.filter(pk=certificate.pk).update(version=now)
    assert usable_maps(draft) == [(table, certificate.applications.get())]


# --- Realignment -----------------------------------------------------------------------------------


def short_of_points(manager, **optional):
    """A holder that meets R1 (10 points) and is asked for the 10 more that R2 or R3 can give."""
    version = SchemeVersionFactory(minimum=20)
    RequirementFactory(version=version, code="R1")
    for code in ("R2", "R3"):
        RequirementFactory(version=version, code=code, mandatory=False, **optional)
    certificate = holder(published(version), met={"R1": True})
    run = start_dry_run(version=version, by=manager)
    perform_dry_run(run_id=run.pk)
    run.refresh_from_db()
    due_on = timezone.localdate() + D(days=60)
    plan = plan_realignment(run=run, due_on=due_on, reason="Servono punti.", by=manager)
    perform_plan(plan_id=plan.pk)
    return Realignment.objects.get(), member_of(certificate)


@pytest.mark.django_db
def test_holder_short_of_points_is_asked_for_optional_requirements_and_passes(manager):
    realignment, person = short_of_points(manager)
    assert (realignment.codes, realignment.missing_points) == (["R2", "R3"], 10)
    answer_realignment(realignment=realignment, answers={"R2": Declared(met=True)}, by=person)
    confirm_realignment(realignment=realignment, by=manager, act=an_act())
    assert Certificate.objects.get().state == "valid"
    assert computed(realignment.to_version, manager).outcome == "passes"


@pytest.mark.django_db
def test_declaration_whose_points_are_not_enough_is_refused(manager):
    realignment, person = short_of_points(manager, points_min=2, points_max=10)
    for answers in ({}, {"R2": Declared(met=True)}, {"R2": Declared(met=True, points=Decimal(9))}):
        with pytest.raises(ValidationError, match="I punti non bastano"):
            answer_realignment(realignment=realignment, answers=answers, by=person)
    with pytest.raises(ValidationError, match="tra 2 e 10"):
        answers = {"R2": Declared(met=True, points=Decimal(11))}
        answer_realignment(realignment=realignment, answers=answers, by=person)
    answers = {"R2": Declared(met=True, points=Decimal(7)), "R3": Declared(met=True, points=Decimal(3))}
    answer_realignment(realignment=realignment, answers=answers, by=person)
    assert {a.code: a.points for a in realignment.answers.all()} == {"R2": 7, "R3": 3}


@pytest.mark.django_db
def test_declaration_goes_on_when_nothing_that_was_asked_can_give_the_points(manager):
    realignment, person = short_of_points(manager)
    realignment.codes = ["R1"]
    answer_realignment(realignment=realignment, answers={"R1": Declared(met=True)}, by=person)
    assert realignment.state == "answered"


@pytest.mark.django_db
def test_holder_that_would_not_pass_is_confirmed_only_for_a_reason(manager):
    realignment, _person = short_of_points(manager)
    Realignment.objects.update(state="answered")
    realignment.refresh_from_db()
    with pytest.raises(ValidationError, match="10 punti sotto il minimo") as refused:
        confirm_realignment(realignment=realignment, by=manager, act=an_act(), reason=" ")
    assert list(refused.value.message_dict) == ["reason"]
    confirm_realignment(realignment=realignment, by=manager, act=an_act(), reason="La prova è agli atti.")
    assert realignment.state == "confirmed"


@pytest.mark.django_db
def test_gate_that_is_not_met_asks_for_a_reason(manager):
    version = SchemeVersionFactory(with_requirements=2, published=True)
    certificate = holder(version, met={"R2": False})
    asked_ = RealignmentFactory(certificate=certificate, plan__run__version=version, state="answered")
    asked_.answers.create(code="R1", met=True)
    with pytest.raises(ValidationError, match="che mancano: R2"):
        confirm_realignment(realignment=asked_, by=manager, act=an_act())

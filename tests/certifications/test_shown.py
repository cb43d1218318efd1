"""What a holder has shown: joined from its file, the conditions it met, its declarations; and who reads it."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

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
from certifications.engine import AnswerFacts, Band, Evidence, LineState, Requirement, Rules, evaluate
from certifications.engine.dry_run import codes_to_ask, try_holder
from certifications.engine.shown import counts, join
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
YES = AnswerFacts(met=True)


# --- How it joins ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "more", "both"),
    [
        (None, YES, YES),
        (AnswerFacts(True, Decimal(9), 2), YES, AnswerFacts(True, Decimal(9), 2)),
        (AnswerFacts(True, Decimal(2)), AnswerFacts(True, Decimal(5), 1), AnswerFacts(True, Decimal(5), 1)),
        (AnswerFacts(False, Decimal(9)), AnswerFacts(True, Decimal(3)), AnswerFacts(True, Decimal(3))),
        (YES, AnswerFacts(False), YES),
        (AnswerFacts(), AnswerFacts(False), AnswerFacts(False)),
        (YES, AnswerFacts(waived=True), AnswerFacts(True, waived=True)),
    ],
)
def test_both_together_are_never_less_than_either(before, more, both):
    assert join(before, more) == both


def test_what_is_older_than_the_file_counts_only_where_the_file_is_silent():
    early, late = (datetime.datetime(2024, month, 1, tzinfo=datetime.UTC) for month in (1, 2))
    assert counts(None, late, early)
    assert counts(AnswerFacts(), late, early)
    assert counts(AnswerFacts(False), early, late)
    assert not counts(AnswerFacts(False), late, early)


points = st.none() | st.integers(0, 12).map(Decimal)
said = st.builds(AnswerFacts, met=st.sampled_from([True, False, None]), points=points, evidence=st.integers(0, 2))
confirmed = st.builds(AnswerFacts, met=st.just(True), points=points, evidence=st.integers(0, 1)) | st.just(
    AnswerFacts(waived=True)
)
asked = st.builds(
    lambda mandatory, least, room, evidence, fact: Requirement(
        "",
        mandatory=mandatory,
        points_min=Decimal(least),
        points_max=Decimal(least + room),
        evidence=evidence,
        applies_if={"fact": "employees", "op": "ge", "value": 10} if fact else None,
    ),
    st.booleans(),
    st.integers(0, 5),
    st.integers(0, 5),
    st.sampled_from(Evidence),
    st.booleans(),
)
RANK = {"unknown": 0, "fails": 0, "passes": 1}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(asked, min_size=3, max_size=3),
    st.lists(said, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), confirmed), max_size=4),
    st.sampled_from([{}, {"employees": 3}, {"employees": 30}]),
)
def test_more_evidence_never_lowers_a_result(requirements, file, later, facts):
    codes = ("A", "B", "C")
    numbered = tuple(replace(r, code=code) for r, code in zip(requirements, codes, strict=True))
    rules = Rules(numbered, (Band("Tutti", Decimal(8)),))
    shown = dict(zip(codes, file, strict=False))
    before = try_holder(rules, facts, shown, months=0)
    for place, more in later:
        shown[codes[place]] = join(shown.get(codes[place]), more)
        after = try_holder(rules, facts, shown, months=0)
        assert after.points >= before.points
        assert set(after.failing) <= set(before.failing)
        assert RANK[after.verdict] >= RANK[before.verdict]
        before = after


def test_waived_requirement_stands_in_nobodys_way_and_gives_nothing():
    rules = Rules((Requirement("A", mandatory=True, points_min=Decimal(5), points_max=Decimal(5)),))
    waived = evaluate(rules, {}, {"A": AnswerFacts(met=False, waived=True)})
    assert (waived.line("A").state, waived.total, waived.passes) == (LineState.NOT_APPLICABLE, 0, True)
    assert evaluate(rules, {}, {"A": AnswerFacts(met=True, waived=True)}).total == 5
    assert try_holder(rules, {}, {"A": AnswerFacts(waived=True)}, months=0).verdict == "unknown"


ASKED = (
    Requirement("M", mandatory=True, points_min=Decimal(1), points_max=Decimal(5)),
    Requirement("N", mandatory=True),
    Requirement("O", points_min=Decimal(3), points_max=Decimal(3)),
    Requirement("P", points_min=Decimal(3), points_max=Decimal(3)),
)


@pytest.mark.parametrize(
    ("answers", "missing", "codes"),
    [
        ({"M": YES, "N": YES, "O": YES}, 3, ["P"]),
        ({"M": YES, "N": YES, "O": YES}, 5, ["M", "P"]),
        ({"M": YES, "O": YES, "P": YES}, 0, ["N"]),
        ({"N": YES, "O": YES}, 1, ["M"]),
        ({"N": YES, "O": YES}, 2, ["M", "P"]),
    ],
)
def test_asked_is_what_fails_and_the_optional_that_can_give_the_points(answers, missing, codes):
    result = evaluate(Rules(ASKED), {}, answers)
    failing = [line.requirement.code for line in result.blocking]
    assert codes_to_ask(result, failing, Decimal(missing)) == codes


# --- Who reads it ----------------------------------------------------------------------------------


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

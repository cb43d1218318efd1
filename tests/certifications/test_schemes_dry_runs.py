"""Dry runs over all holders, and the realignment that follows."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from certifications.actions import (
    answer_realignment,
    change_state,
    confirm_realignment,
    copy_version,
    counts_by_requirement,
    give_back_realignment,
    perform_dry_run,
    perform_plan,
    plan_realignment,
    remind_realignments,
    start_dry_run,
)
from certifications.actions.realignments import Declared
from certifications.models import Certificate, DryRun, Realignment, RealignmentNotice
from certifications.shown import months_between
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CertificateFactory, DocumentFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.schemes import DryRunFactory, RealignmentFactory, failing_result, holder

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


def an_act():
    return Act(kind="determination", number="7", date=timezone.localdate())


def computed(version, by):
    run = start_dry_run(version=version, by=by)
    perform_dry_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def yes(*codes):
    return dict.fromkeys(codes, True)


# --- Dry run ---------------------------------------------------------------------------------------


def test_run_says_who_would_fail_and_on_what(officer):
    old = SchemeVersionFactory(with_requirements=2, published=True)
    draft = copy_version(source=old, label="Nuovo", by=officer)
    RequirementFactory(version=draft, code="R3", section=draft.sections.get(), order=3)
    kept = holder(old, met={**yes("R1", "R2"), "R2": False})
    bare = CertificateFactory(scheme=old.scheme, category=old.category)
    CertificateFactory(scheme=old.scheme, category=old.category, ended=True)
    CertificateFactory(scheme=old.scheme)
    run = computed(draft, officer)
    assert (run.state, run.passing, run.failing, run.unknown) == ("done", 0, 1, 1)
    assert {(r.certificate, r.outcome, tuple(r.failing)) for r in run.results.all()} == {
        (kept, "fails", ("R2", "R3")),
        (bare, "unknown", ("R1", "R2", "R3")),
    }
    assert counts_by_requirement(run) == [("R2", 1), ("R3", 1)]


def test_run_counts_points_documents_and_the_months_since_the_award(officer):
    old = SchemeVersionFactory(with_requirements=2, published=True)
    draft = SchemeVersionFactory(scheme=old.scheme, category=old.category, minimum=20, valid_from=None)
    RequirementFactory(version=draft, code="R1")
    RequirementFactory(version=draft, code="R2", mandatory=False)
    RequirementFactory(version=draft, code="L", due_months=24, points_min=0, points_max=0)
    today = timezone.localdate()
    young = holder(old, met=yes("R1", "R2"), award_date=today - DAYS(days=100))
    aged = holder(old, met=yes("R1", "R2"), award_date=today - DAYS(days=900))
    poor = holder(old, met=yes("R1"), award_date=today - DAYS(days=100))
    found = {r.certificate: r for r in computed(draft, officer).results.all()}
    assert found[young].outcome == "passes"
    assert (found[aged].outcome, found[aged].failing) == ("fails", ["L"])
    assert (found[poor].outcome, found[poor].failing, found[poor].missing_points) == ("fails", [], 10)


def test_run_takes_the_last_awarded_file_and_what_was_declared_since(officer):
    version = SchemeVersionFactory(with_requirements=2, published=True)
    certificate = holder(version, met=yes("R1"))
    draft = copy_version(source=version, label="Nuovo", by=officer)
    assert computed(draft, officer).results.get().failing == ["R2"]
    done = RealignmentFactory(certificate=certificate, plan__version=version, plan__run__version=version)
    done.answers.create(code="R2", met=True)
    Realignment.objects.update(state="confirmed", act=an_act_stored(), confirmed_at=timezone.now())
    assert computed(draft, officer).results.get().outcome == "passes"


def an_act_stored():
    act = an_act()
    act.save()
    return act


def test_one_run_at_a_time_and_only_for_who_may(officer, official, trento, piemonte):
    version = SchemeVersionFactory(with_requirements=1)
    for role, administration in ((Role.AUDITOR, trento), (Role.CERTIFICATION_OFFICER, piemonte)):
        with pytest.raises(PermissionDenied):
            start_dry_run(version=version, by=official(role, administration))
    run = start_dry_run(version=version, by=officer)
    with pytest.raises(ValidationError, match="già in corso"):
        start_dry_run(version=version, by=officer)
    perform_dry_run(run_id=run.pk)
    perform_dry_run(run_id=run.pk)  # the job runs again: nothing happens
    assert (DryRun.objects.get().state, DryRun.objects.get().total) == ("done", 0)


def test_run_that_meets_an_error_is_marked_and_another_can_start(officer, monkeypatch):
    version = SchemeVersionFactory(with_requirements=1, published=True)
    holder(version, met=yes("R1"))
    run = start_dry_run(version=version, by=officer)
    monkeypatch.setattr("certifications.actions.dry_runs.try_holder", None)
    with pytest.raises(TypeError):
        perform_dry_run(run_id=run.pk)
    monkeypatch.undo()
    run.refresh_from_db()
    assert (run.state, run.results.count()) == ("failed", 0)
    assert computed(version, officer).passing == 1


def test_version_without_requirements_is_not_tried(officer):
    with pytest.raises(ValidationError, match="non ha ancora requisiti"):
        start_dry_run(version=SchemeVersionFactory(), by=officer)


def test_run_is_stale_once_the_draft_changes(officer):
    version = SchemeVersionFactory(with_requirements=1)
    run = computed(version, officer)
    assert not run.is_stale
    run.version.content_changed_at = timezone.now()
    assert run.is_stale


@pytest.mark.parametrize("number", [1, 8])
def test_queries_of_a_run_do_not_grow_with_the_holders(officer, django_assert_num_queries, number):
    version = SchemeVersionFactory(with_requirements=3, published=True)
    for _n in range(number):
        holder(version, met=yes("R1"))
    run = start_dry_run(version=version, by=officer)
    with django_assert_num_queries(26):
        perform_dry_run(run_id=run.pk)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ((2024, 1, 31), (2024, 2, 29), 0),
        ((2024, 1, 31), (2024, 3, 31), 2),
        ((2022, 6, 30), (2024, 6, 30), 24),
        ((2024, 6, 30), (2022, 6, 30), 0),
    ],
)
def test_months_are_whole(start, end, months):
    assert months_between(datetime.date(*start), datetime.date(*end)) == months


# --- Realignment -----------------------------------------------------------------------------------


@pytest.fixture
def plan(manager):
    """A published version, two holders that fail, one that passes; asked."""
    version = SchemeVersionFactory(with_requirements=2, published=True)
    run = DryRunFactory(version=version, state="done", failing=2)
    for _n in range(2):
        failing_result(run, holder(version, met=yes("R1")), "R2")
    made = plan_realignment(run=run, due_on=timezone.localdate() + DAYS(days=60), reason="Adeguatevi.", by=manager)
    perform_plan(plan_id=made.pk)
    return made


def member_of(realignment):
    return OrganisationMemberFactory(organisation=realignment.certificate.organisation).user


def test_holders_that_fail_are_asked_once(plan):
    assert perform_plan(plan_id=plan.pk) == 0
    asked = Realignment.objects.select_related("certificate")
    assert {(r.certificate.state, tuple(r.codes), r.due_on) for r in asked} == {
        ("to_realign", ("R2",), plan.due_on)
    }
    assert len(asked) == 2


def test_plan_that_runs_again_does_not_ask_whoever_was_confirmed_since(plan, manager):
    realignment = Realignment.objects.first()
    answer_realignment(realignment=realignment, answers={"R2": Declared(met=True)}, by=member_of(realignment))
    confirm_realignment(realignment=realignment, by=manager, act=an_act())

    assert perform_plan(plan_id=plan.pk) == 0
    assert Certificate.objects.get(pk=realignment.certificate_id).state == "valid"


def test_plan_needs_a_fresh_run_time_a_reason_and_somebody_to_ask(manager, officer):
    version = SchemeVersionFactory(with_requirements=2, published=True)
    run, today = DryRunFactory(version=version, state="done"), timezone.localdate()
    late = {"due_on": today + DAYS(days=60), "reason": "x", "by": manager}
    with pytest.raises(PermissionDenied):
        plan_realignment(run=run, **{**late, "by": officer})
    with pytest.raises(ValidationError, match="almeno 15 giorni"):
        plan_realignment(run=run, **{**late, "due_on": today})
    with pytest.raises(ValidationError, match="che cosa si chiede"):
        plan_realignment(run=run, **{**late, "reason": " "})
    with pytest.raises(ValidationError, match="nessuno a cui chiederlo"):
        plan_realignment(run=run, **late)
    run.stamp = timezone.now()
    with pytest.raises(ValidationError, match="ripetila"):
        plan_realignment(run=run, **late)


def test_holder_declares_and_the_manager_confirms_with_an_act(plan, manager):
    realignment = Realignment.objects.first()
    holder_ = member_of(realignment)
    with pytest.raises(ValidationError) as refused:
        answer_realignment(realignment=realignment, answers={"R2": Declared(met=False)}, by=holder_)
    assert list(refused.value.message_dict) == ["R2"]
    answer_realignment(realignment=realignment, answers={"R2": Declared(met=True, note="Fatto")}, by=holder_)
    assert realignment.answers.get().note == "Fatto"
    assert Notification.objects.filter(recipient=manager, subject__startswith="Adeguamento da confermare").exists()
    with pytest.raises(PermissionDenied):
        confirm_realignment(realignment=realignment, by=holder_, act=an_act())
    give_back_realignment(realignment=realignment, by=manager, comment="Manca la delibera.")
    answer_realignment(realignment=realignment, answers={"R2": Declared(met=True)}, by=holder_)
    confirm_realignment(realignment=realignment, by=manager, act=an_act())
    certificate = Certificate.objects.get(pk=realignment.certificate_id)
    assert (realignment.state, certificate.state, certificate.version) == ("confirmed", "valid", plan.version)
    with pytest.raises(TransitionConflict):
        confirm_realignment(realignment=realignment, by=manager, act=an_act())


def test_document_that_is_required_must_be_there():
    version = SchemeVersionFactory()
    RequirementFactory(version=version, code="R1", evidence="required")
    realignment = RealignmentFactory(plan__run__version=version)
    holder_ = member_of(realignment)
    with pytest.raises(ValidationError, match="Allega il documento"):
        answer_realignment(realignment=realignment, answers={"R1": Declared(met=True)}, by=holder_)
    answer_realignment(
        realignment=realignment, answers={"R1": Declared(met=True, document=DocumentFactory())}, by=holder_
    )
    assert realignment.state == "answered"


def test_certificate_that_ended_meanwhile_is_not_confirmed(plan, manager):
    realignment = Realignment.objects.first()
    answer_realignment(realignment=realignment, answers={"R2": Declared(met=True)}, by=member_of(realignment))
    certificate = Certificate.objects.get(pk=realignment.certificate_id)
    change_state(certificate=certificate, name="revoke", by=manager, comment="x", act=an_act())
    with pytest.raises(TransitionConflict):
        confirm_realignment(realignment=realignment, by=manager, act=an_act())
    assert Realignment.objects.get(pk=realignment.pk).state == "answered"


def test_holders_are_reminded_once_before_and_after_the_day(plan, manager):
    realignment = Realignment.objects.first()
    person, day = member_of(realignment), plan.due_on
    Realignment.objects.exclude(pk=realignment.pk).update(state="answered")
    kinds = []
    for today in (
        day - DAYS(days=31),
        day - DAYS(days=30),
        day - DAYS(days=29),
        day - DAYS(days=3),
        day + DAYS(days=1),
    ):
        with time_machine.travel(datetime.datetime.combine(today, datetime.time(12))):
            kinds.append(remind_realignments(today=today))
    assert kinds == [0, 1, 0, 1, 1]
    assert list(RealignmentNotice.objects.values_list("kind", flat=True)) == [
        "month_before",
        "week_before",
        "overdue",
    ]
    assert Notification.objects.filter(recipient=person).count() == 3
    assert Notification.objects.filter(recipient=manager, subject__contains="non ha confermato").count() == 1
    assert list(Realignment.objects.overdue(day + DAYS(days=1))) == [realignment]

"""Reminders of phases: by the months of the scheme's rules, each once, to who still has something to do."""

import datetime

import pytest
import time_machine

from certifications.actions import remind_phases
from certifications.actions.phase_reminders import moment_of
from certifications.models import LifeRules, Phase, PhaseReminder
from familynet.accounts.models import RoleAssignment
from familynet.accounts.roles import Role
from familynet.notifications.models import Notification
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.processes import AppointmentFactory, EvaluatorReportFactory, ProcessFactory

D = datetime.date
MONTHS = (6, 3, 1)
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("starts", "due", "expected"),
    [
        (D(2024, 3, 1), D(2025, 3, 1), {6: D(2024, 9, 1), 3: D(2024, 12, 1), 1: D(2025, 2, 1)}),
        (D(2024, 3, 1), D(2024, 9, 1), {3: D(2024, 6, 1), 1: D(2024, 8, 1)}),
        (D(2024, 3, 1), D(2024, 5, 1), {1: D(2024, 4, 1)}),
        (D(2024, 3, 1), D(2024, 4, 1), {}),
        (D(2024, 3, 1), D(2024, 3, 20), {}),
    ],
)
def test_phase_walked_day_by_day_is_never_reminded_before_it_began(starts, due, expected):
    """From its first day to a year after its term: no moment whose day lies before the phase."""
    phase, sent, day = Phase(starts_on=starts, due_on=due), {}, starts
    while day <= due + datetime.timedelta(days=365):
        moment = moment_of(phase, day, MONTHS)
        if moment is not None:
            sent.setdefault(moment, day)
        day += datetime.timedelta(days=1)
    assert {m: on for m, on in sent.items() if m > 0} == expected
    assert [m for m in sent if m < 0] == [-1, -3, -6]


def test_phase_without_a_term_is_not_reminded_of():
    assert moment_of(Phase(starts_on=D(2024, 3, 1)), D(2024, 9, 1), MONTHS) is None


@pytest.fixture
def phase(db):
    """From 1 March 2024 to 1 March 2025, run by an officer of that time."""
    made = ProcessFactory(running=True, running__code="e").phases.get()
    process = made.process
    RoleAssignmentFactory(
        user=process.officer,
        role=Role.CERTIFICATION_OFFICER,
        administration=process.administration,
        valid_from=LONG_AGO,
    )
    Phase.objects.filter(pk=made.pk).update(due_on=D(2025, 3, 1))
    made.refresh_from_db()
    return made


def run(*days):
    """How many reminders went out on each of these days."""
    sent = []
    for day in days:
        with time_machine.travel(datetime.datetime.combine(day, datetime.time(1), datetime.UTC), tick=False):
            sent.append((remind_phases(), remind_phases()))
    return sent


def test_defaults_are_six_three_and_one_month_before_and_after_each_once(phase):
    days = [D(2024, 8, 31), D(2024, 9, 1), D(2024, 9, 2), D(2024, 12, 1), D(2025, 2, 1), D(2025, 3, 2)]
    days += [D(2025, 4, 1), D(2025, 6, 1), D(2025, 9, 1), D(2025, 12, 1)]
    assert [first for first, _second in run(*days)] == [0, 1, 0, 1, 1, 0, 1, 1, 1, 0]
    assert [r.months for r in PhaseReminder.objects.order_by("pk")] == [6, 3, 1, -1, -3, -6]


def test_second_run_of_a_day_sends_nothing(phase):
    assert run(D(2024, 9, 1)) == [(1, 0)]
    assert Notification.objects.count() == 1


def test_standstill_is_made_up_for_with_the_newest_alone(phase):
    assert run(D(2024, 12, 20)) == [(1, 0)]
    assert PhaseReminder.objects.get().months == 3


def test_rules_of_the_scheme_are_followed_from_their_day_on(phase):
    scheme = phase.process.scheme
    LifeRules.objects.create(scheme=scheme, reminder_months=[2], valid_from=D(2024, 10, 1))
    LifeRules.objects.create(scheme=scheme, reminder_months=[9], valid_from=D(2025, 4, 15))
    days = [D(2024, 9, 1), D(2024, 12, 1), D(2025, 1, 1), D(2025, 2, 1), D(2025, 4, 1), D(2025, 5, 1)]
    assert [first for first, _second in run(*days)] == [1, 0, 1, 0, 0, 0]


def test_new_term_is_reminded_of_anew(phase):
    run(D(2024, 9, 1))
    Phase.objects.filter(pk=phase.pk).update(due_on=D(2025, 4, 1))
    assert run(D(2024, 10, 1)) == [(1, 0)]


@pytest.mark.parametrize("state", ["planned", "closed", "cancelled"])
def test_phase_that_does_not_run_is_not_reminded_of(phase, state):
    closed_on = D(2024, 8, 1) if state == "closed" else None
    Phase.objects.filter(pk=phase.pk).update(state=state, closed_on=closed_on)
    assert run(D(2024, 9, 1)) == [(0, 0)]


def test_told_are_those_who_take_part_and_nobody_else(phase, official, trento, piemonte):
    process = phase.process
    member = OrganisationMemberFactory(organisation=process.organisation).user
    consultant = AppointmentFactory(process=process, consultant=True).assessor.user
    evaluator = AppointmentFactory(process=process).assessor.user
    AppointmentFactory(process=ProcessFactory())
    AppointmentFactory(process=process, consultant=True, state="ended")
    OrganisationMemberFactory()
    for administration in (trento, piemonte):
        official(Role.CERTIFICATION_OFFICER, administration)
        official(Role.AUDIT_COUNCIL, administration)
    RoleAssignment.objects.update(valid_from=LONG_AGO)
    run(D(2024, 9, 1))
    told = set(Notification.objects.values_list("recipient", flat=True))
    assert told == {member.pk, consultant.pk, evaluator.pk, process.officer_id}


def test_evaluator_is_left_alone_once_the_report_is_sent(phase):
    appointment = AppointmentFactory(process=phase.process)
    sent_at = datetime.datetime(2024, 5, 6, tzinfo=datetime.UTC)
    EvaluatorReportFactory(
        phase=phase, appointment=appointment, state="sent", outcome="favourable", sent_at=sent_at
    )
    run(D(2024, 9, 1))
    assert not Notification.objects.filter(recipient=appointment.assessor.user).exists()
    assert Notification.objects.filter(recipient=phase.process.officer).exists()


def test_council_is_told_when_only_its_opinion_is_missing(official, trento, piemonte):
    seated, elsewhere = official(Role.AUDIT_COUNCIL, trento), official(Role.AUDIT_COUNCIL, piemonte)
    made = ProcessFactory(running=True, running__code="f").phases.get()
    inside = UserFactory()
    RoleAssignmentFactory(user=inside, role=Role.AUDIT_COUNCIL, administration=trento)
    AppointmentFactory(process=made.process, assessor__user=inside, consultant=True)
    Phase.objects.filter(pk=made.pk).update(due_on=D(2024, 3, 1))
    RoleAssignment.objects.update(valid_from=LONG_AGO)
    run(D(2024, 4, 1))
    told = list(Notification.objects.values_list("recipient", flat=True))
    assert told.count(seated.pk) == told.count(inside.pk) == 1
    assert elsewhere.pk not in told


@pytest.mark.parametrize("rows", [1, 6])
def test_night_with_nothing_to_send_takes_three_queries(db, django_assert_num_queries, rows):
    for _row in range(rows):
        made = ProcessFactory(running=True).phases.get()
        Phase.objects.filter(pk=made.pk).update(due_on=D(2025, 3, 1))
    assert run(D(2024, 9, 1)) == [(rows, 0)]
    with django_assert_num_queries(3):
        assert remind_phases(today=D(2024, 9, 3)) == 0

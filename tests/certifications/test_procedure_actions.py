"""Taking a file, integrations, protocol numbers, what the calendar does by itself."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from certifications import actions
from certifications.actions.clock import note_clock, refresh_dates
from certifications.models import Application, ClockEvent
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.applications import (
    AnswerFactory,
    ApplicationFactory,
    AssignmentFactory,
    ProcedureRulesFactory,
)
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db
S = Application.State
D = datetime.date
START = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture
def officer(official, trento):
    with time_machine.travel(START, tick=False):
        return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def colleague(official, trento):
    with time_machine.travel(START, tick=False):
        return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def application(trento):
    """Submitted on 2 March 2026 under rules of 60 days with one stop of 30 days."""
    with time_machine.travel(START, tick=False):
        ProcedureRulesFactory(administration=trento, max_stop_days=30)
        made = ApplicationFactory(state=S.SUBMITTED)
        note_clock(application=made, kind=ClockEvent.Kind.START, on=D(2026, 3, 2), by=None)
    return made


@pytest.fixture
def applicant(application):
    with time_machine.travel(START, tick=False):
        return OrganisationMemberFactory(organisation=application.organisation).user


def on(day):
    return time_machine.travel(datetime.datetime.combine(day, datetime.time(9), datetime.UTC), tick=False)


def ask(application, officer, **fields):
    requirement = application.version.requirements.first()
    values = {"questions": {requirement.pk: "Manca la delibera."}, "due_on": D(2026, 4, 10), **fields}
    return actions.ask_integration(application=application, by=officer, **values)


def taken(application, officer):
    with on(D(2026, 3, 4)):
        return actions.take_application(application=application, by=officer)


def test_start_gives_the_term_of_the_rules(application):
    assert (application.started_on, application.due_on, application.warn_on) == (
        D(2026, 3, 2),
        D(2026, 5, 2),
        D(2026, 4, 22),
    )


def test_take_names_the_officer_and_tells_the_applicant(application, officer, applicant):
    current = taken(application, officer)
    told = Notification.objects.get(recipient=applicant)
    assert (current.state, current.officer) == (S.IN_REVIEW, officer)
    assert officer.full_name in told.text
    assert "02/05/2026" in told.text


def test_take_for_somebody_without_the_role_refused(application, officer):
    with pytest.raises(ValidationError), on(D(2026, 3, 4)):
        actions.take_application(application=application, by=officer, officer=UserFactory())
    application.refresh_from_db()
    assert (application.state, application.officer) == (S.SUBMITTED, None)


def test_take_by_the_other_administration_refused(application, official, piemonte):
    with pytest.raises(PermissionDenied):
        stranger = official(Role.CERTIFICATION_OFFICER, piemonte)
        actions.take_application(application=application, by=stranger, officer=stranger)


def test_assign_officer_by_the_manager_keeps_the_state_and_tells_the_officer(
    application, officer, official, trento
):
    manager = official(Role.CERTIFICATION_MANAGER, trento)
    current = actions.assign_officer(application=application, officer=officer, by=manager)
    assert (current.state, current.officer) == (S.SUBMITTED, officer)
    assert Notification.objects.filter(recipient=officer).count() == 1
    actions.assign_officer(application=current, officer=officer, by=manager)
    assert HistoryEntry.objects.of(application).filter(verb="assign_officer").count() == 1


ASSESSES = "Questa persona valuta la domanda: la pratica la segue qualcun altro."
CONFLICT = "Questa persona ha dichiarato un conflitto di interessi su questa domanda."


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("assigned", ASSESSES), ("working", ASSESSES), ("submitted", ASSESSES), ("conflict", CONFLICT)],
)
def test_who_assesses_a_file_does_not_become_responsible_for_it(application, officer, colleague, state, sentence):
    taken(application, officer)
    handed_in = {"opinion": "favourable", "submitted_at": timezone.now()} if state == "submitted" else {}
    AssignmentFactory(application=application, assessor__user=colleague, state=state, **handed_in)
    with pytest.raises(ValidationError) as refused:
        actions.assign_officer(application=application, officer=colleague, by=officer)
    assert refused.value.message_dict == {"officer": [sentence]}
    application.refresh_from_db()
    assert application.officer == officer


def test_who_assesses_a_file_does_not_take_it_over(application, officer):
    AssignmentFactory(application=application, assessor__user=officer, state="working")
    with pytest.raises(ValidationError) as refused:
        taken(application, officer)
    assert refused.value.message_dict == {"officer": [ASSESSES]}


def test_who_was_replaced_as_assessor_may_run_the_file(application, officer):
    AssignmentFactory(application=application, assessor__user=officer, state="withdrawn")
    assert taken(application, officer).officer == officer


def test_ask_integration_stops_the_clock_and_keeps_the_answer_before(application, officer, applicant):
    taken(application, officer)
    AnswerFactory(application=application, note="Prima")
    with on(D(2026, 3, 12)):
        request = ask(application, officer)
    application.refresh_from_db()
    assert (application.state, application.stopped_on) == (S.INTEGRATION, D(2026, 3, 12))
    assert application.due_on == D(2026, 6, 1)  # 30 days at most, the 31st of May is a Sunday
    assert request.items.get().before == {"met": True, "points": None, "note": "Prima", "evidence": []}
    assert Notification.objects.filter(recipient=applicant, subject__startswith="Integrazioni richieste").exists()


def test_answer_integration_resumes_the_clock_and_keeps_every_round(application, officer, applicant):
    taken(application, officer)
    with on(D(2026, 3, 12)):
        ask(application, officer)
    with on(D(2026, 3, 24)):
        item = application.integrations.get().items.get()
        actions.save_replies(application=application, replies={item.pk: "Ecco la delibera."}, by=applicant)
        request = actions.answer_integration(application=application, by=applicant)
    application.refresh_from_db()
    assert (application.state, application.stopped_on, application.due_on) == (S.IN_REVIEW, None, D(2026, 5, 13))
    assert (request.answered_by, request.items.get().reply) == (applicant, "Ecco la delibera.")
    assert Notification.objects.filter(recipient=officer, subject__startswith="Integrazioni arrivate").exists()


def test_answer_integration_without_a_reply_refused_and_named(application, officer, applicant):
    taken(application, officer)
    with on(D(2026, 3, 12)):
        ask(application, officer)
    with pytest.raises(ValidationError, match="R1"), on(D(2026, 3, 13)):
        actions.answer_integration(application=application, by=applicant)
    application.refresh_from_db()
    assert application.state == S.INTEGRATION


def test_second_integration_refused_with_its_source(application, officer, applicant):
    taken(application, officer)
    with on(D(2026, 3, 12)):
        ask(application, officer)
        item = application.integrations.get().items.get()
        actions.save_replies(application=application, replies={item.pk: "Ecco."}, by=applicant)
        actions.answer_integration(application=application, by=applicant)
        with pytest.raises(ValidationError, match="una volta sola"):
            ask(application, officer)
    assert application.integrations.count() == 1


@pytest.mark.parametrize("day", [D(2026, 3, 12), D(2026, 4, 14), D(2028, 1, 1)])
def test_ask_integration_for_a_day_that_the_rules_do_not_allow_refused(application, officer, day):
    taken(application, officer)
    with on(D(2026, 3, 12)), pytest.raises(ValidationError) as refused:
        ask(application, officer, due_on=day)
    assert list(refused.value.message_dict) == ["due_on"]


def test_ask_integration_without_a_question_refused(application, officer):
    taken(application, officer)
    requirement = application.version.requirements.first()
    with on(D(2026, 3, 12)), pytest.raises(ValidationError):
        ask(application, officer, questions={requirement.pk: "  "})
    assert not application.integrations.exists()


def test_overdue_integration_closes_by_itself_once(application, officer):
    taken(application, officer)
    with on(D(2026, 3, 12)):
        ask(application, officer, due_on=D(2026, 3, 20))
    with on(D(2026, 3, 20)):
        assert actions.close_overdue_integrations() == 0
    with on(D(2026, 3, 21)):
        assert (actions.close_overdue_integrations(), actions.close_overdue_integrations()) == (1, 0)
    application.refresh_from_db()
    assert (application.state, application.due_on) == (S.IN_REVIEW, D(2026, 5, 9))


def test_close_integration_before_its_day_refused(application, officer):
    taken(application, officer)
    with on(D(2026, 3, 12)):
        ask(application, officer)
        with pytest.raises(ValidationError):
            actions.close_integration(application=application, by=officer)


def test_stop_longer_than_allowed_runs_again_in_the_night(application, officer, trento):
    taken(application, officer)
    with on(D(2026, 3, 12)):
        ask(application, officer, due_on=D(2026, 4, 11))
    with on(D(2026, 4, 11)):
        actions.refresh_stopped()
    application.refresh_from_db()
    assert application.stopped_on is None


def test_officer_is_warned_once_for_each_term(application, officer):
    taken(application, officer)
    with on(D(2026, 4, 21)):
        assert actions.warn_officers() == 0
    with on(D(2026, 4, 22)):
        assert (actions.warn_officers(), actions.warn_officers()) == (1, 0)
    Application.objects.filter(pk=application.pk).update(due_on=D(2026, 5, 3))
    with on(D(2026, 4, 23)):
        assert actions.warn_officers() == 1


def test_record_protocol_begins_the_term_where_the_rules_say_so(application, officer, trento):
    ProcedureRulesFactory(administration=trento, valid_from=D(2026, 3, 1), start_from="protocol", term_days=30)
    refresh_dates(application=application)
    assert application.due_on is None
    with on(D(2026, 3, 10)):
        current = actions.record_protocol(application=application, number="A1/12", date=D(2026, 3, 5), by=officer)
    assert (current.started_on, current.due_on) == (D(2026, 3, 5), D(2026, 4, 4))


def test_record_protocol_of_tomorrow_refused(application, officer):
    with pytest.raises(ValidationError):
        actions.record_protocol(
            application=application,
            number="A1/12",
            date=timezone.localdate() + datetime.timedelta(days=1),
            by=officer,
        )


def test_exchange_protocol_is_kept_with_the_request(application, officer):
    taken(application, officer)
    with on(D(2026, 3, 12)):
        request = ask(application, officer)
        actions.record_exchange_protocol(
            exchange=request, incoming=False, number="A1/77", date=D(2026, 3, 12), by=officer
        )
    request.refresh_from_db()
    assert (request.protocol_out, request.protocol_out_date, request.protocol_in) == ("A1/77", D(2026, 3, 12), "")


def test_take_twice_is_a_conflict(application, officer):
    taken(application, officer)
    with pytest.raises(TransitionConflict):
        taken(application, officer)

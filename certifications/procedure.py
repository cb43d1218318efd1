"""The clock of one application: its rules, its events, the dates that follow. Read by actions and pages."""

from functools import lru_cache

from certifications.engine.clock import Clock, Deadlines, Event, deadlines
from certifications.engine.workdays import WorkCalendar
from certifications.models import Application, ClockEvent, ProcedureRules

# Where an administration stored no rules: the term that the law itself gives (L. 241/1990, art. 2, c. 2 and 7).
LEGAL = Clock(term_days=30, max_stop_days=30)


@lru_cache(maxsize=32)
def _calendar(patron: tuple[int, int] | None) -> WorkCalendar:
    return WorkCalendar(patron)


def clock_from(rules: ProcedureRules | None) -> Clock:
    """The rules as the engine reads them."""
    if rules is None:
        return LEGAL
    return Clock(
        term_days=rules.term_days,
        working_days=rules.counting == ProcedureRules.Counting.WORKING,
        roll=rules.roll_to_working_day,
        integration_days=rules.integration_days,
        integration_effect=rules.integration_effect,
        max_stops=rules.max_integrations,
        max_stop_days=rules.max_stop_days,
        observation_days=rules.observation_days,
        notice_effect=rules.notice_effect,
        after_observations_days=rules.after_observations_days,
        warn_days=rules.warn_days,
        calendar=_calendar(rules.patron_day),
    )


def rules_of(application: Application) -> ProcedureRules | None:
    """The rules of the day on which it was submitted; None before, and where none are stored."""
    if application.submitted_at is None:
        return None
    return ProcedureRules.objects.for_day(application.scheme, application.submitted_at.date())


def clock_of(application: Application) -> Clock:
    return clock_from(rules_of(application))


def events_of(application: Application, rules: ProcedureRules | None) -> list[Event]:
    """What happened to the time; the start is the day of protocol where the rules say so, or not yet."""
    events = [Event(event.kind, event.on) for event in application.clock_events.order_by("on", "pk")]
    if rules is None or rules.start_from == ProcedureRules.StartFrom.SUBMISSION:
        return events
    rest = [event for event in events if event.kind != ClockEvent.Kind.START]
    if application.protocol_date is None or len(rest) == len(events):
        return rest
    return [Event(ClockEvent.Kind.START, application.protocol_date), *rest]


def deadlines_of(application: Application) -> Deadlines:
    """The dates of the procedure. Two queries."""
    rules = rules_of(application)
    return deadlines(clock_from(rules), events_of(application, rules))

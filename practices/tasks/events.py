"""Jobs of events: the reminder of the day before, what is over, what must be forgotten. Safe to run twice."""

import datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from familynet.kernel.dates import add_months
from familynet.kernel.workflow import TransitionConflict
from practices.actions.events import hold_event
from practices.actions.registrations import CONFIRM_WITHIN, drop_unconfirmed, forget, remind
from practices.models import ExchangeEvent, Registration


@app.periodic(cron="5 7-20 * * *")
@app.task(name="practices.tasks.events.remind_of_tomorrow", queueing_lock="remind_of_tomorrow", pass_context=False)
def remind_of_tomorrow(timestamp: int) -> None:
    """Remind, each once, everybody with a seat in an event of tomorrow (or of today, if the job was late)."""
    day_after = timezone.localdate() + datetime.timedelta(days=2)
    end = timezone.make_aware(datetime.datetime.combine(day_after, datetime.time.min))
    due = Registration.objects.filter(
        state=Registration.State.REGISTERED,
        reminded_at=None,
        event__state=ExchangeEvent.State.PUBLISHED,
        event__starts_at__gt=timezone.now(),
        event__starts_at__lt=end,
    )
    for registration in due.select_related("person", "event__administration", "event__municipality__province"):
        remind(registration)


@app.periodic(cron="35 * * * *")
@app.task(name="practices.tasks.events.hold_what_is_over", queueing_lock="hold_what_is_over", pass_context=False)
def hold_what_is_over(timestamp: int) -> None:
    """An event that has ended took place, unless it was called off."""
    over = ExchangeEvent.objects.filter(state=ExchangeEvent.State.PUBLISHED, ends_at__lt=timezone.now())
    for event in over.select_related("administration"):
        try:
            hold_event(event, by=None)
        except TransitionConflict:  # somebody pressed the button meanwhile
            continue


@app.periodic(cron="25 3 * * *")
@app.task(
    name="practices.tasks.events.forget_participants", queueing_lock="forget_participants", pass_context=False
)
def forget_participants(timestamp: int) -> None:
    """Drop requests that nobody confirmed; take out the names of people without an account after the months."""
    unconfirmed = Registration.objects.filter(
        state=Registration.State.PENDING, created_at__lt=timezone.now() - CONFIRM_WITHIN
    )
    for registration in unconfirmed.select_related("event__administration"):
        drop_unconfirmed(registration)
    last = add_months(timezone.localdate(), -settings.EVENT_CONTACT_MONTHS)
    kept = Registration.objects.filter(person=None, forgotten_at=None)
    forget(kept.filter(event__ends_at__date__lt=last))

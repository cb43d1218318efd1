"""The time of a procedure: each event is recorded once, and the file's dates follow from all of them."""

import datetime

from django.utils import timezone

from certifications.models import Application, ClockEvent
from certifications.procedure import deadlines_of
from familynet.accounts.models import User


def note_clock(
    *,
    application: Application,
    kind: str,
    on: datetime.date,
    by: User | None,
    protocol_number: str = "",
    protocol_date: datetime.date | None = None,
) -> ClockEvent:
    """Record one event of the clock and bring the dates of the application up to date.

    Called by the actions that move an application, inside their transaction.
    """
    event = ClockEvent.objects.create(
        application=application,
        kind=kind,
        on=on,
        by=by,
        protocol_number=protocol_number,
        protocol_date=protocol_date,
    )
    refresh_dates(application=application)
    return event


def refresh_dates(*, application: Application) -> None:
    """Copy what the clock says (start, term, stop, conclusion) to the columns that lists sort by."""
    dates = deadlines_of(application)
    ended = application.concluded_on if application.is_concluded else None
    fields = {
        "started_on": dates.start,
        "due_on": dates.due,
        "warn_on": dates.warn_from,
        "stopped_on": dates.stopped_since(timezone.localdate()),
        "concluded_on": dates.concluded or ended,
    }
    if all(getattr(application, name) == value for name, value in fields.items()):
        return
    Application.objects.filter(pk=application.pk).update(**fields)
    for name, value in fields.items():
        setattr(application, name, value)

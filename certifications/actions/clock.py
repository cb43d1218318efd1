"""The time of a procedure: each event is recorded once, and the file's dates follow from all of them."""

import datetime

from certifications.models import Application, ClockEvent
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
    events = {event.kind: event.on for event in application.clock_events.order_by("on", "pk")}
    K = ClockEvent.Kind
    stopped = K.STOP in events and not (K.RESUME in events and events[K.RESUME] >= events[K.STOP])
    fields = {
        "started_on": events.get(K.START),
        "stopped_on": events.get(K.STOP) if stopped else None,
        "concluded_on": events.get(K.CONCLUDE),
    }
    Application.objects.filter(pk=application.pk).update(**fields)
    for name, value in fields.items():
        setattr(application, name, value)

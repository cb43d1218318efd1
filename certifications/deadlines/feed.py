"""Deadlines as a calendar to subscribe to."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from icalendar import Event, vUri

from certifications.deadlines.entries import Deadline
from familynet.kernel.calendars import new_calendar

PRODUCT = "-//FamilyNet//Scadenze//IT"


def calendar_of_deadlines(deadlines: Iterable[Deadline], *, name: str, address: str) -> bytes:
    """All-day entries, each with the way back to its page; the same deadlines give the same bytes."""
    calendar = new_calendar(PRODUCT, name=name, address=address)
    for deadline in deadlines:
        entry = Event()
        entry.add("uid", f"{deadline.uid}@{settings.SITE_URL.split('//')[-1]}")
        # Derived, so that nothing changes while the deadline does not.
        entry.add("dtstamp", datetime.datetime.combine(deadline.on, datetime.time(), datetime.UTC))
        entry.add("dtstart", deadline.on)
        entry.add("dtend", deadline.on + datetime.timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        entry.add("summary", deadline.title)
        entry.add("description", settings.SITE_URL + deadline.url)
        entry.add("url", vUri(settings.SITE_URL + deadline.url))
        calendar.add_component(entry)
    return calendar.to_ical()

"""A person's deadlines: the files that one is responsible for, and the answers that one's organisation owes."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event, vUri

from certifications.models import Application, IntegrationRequest, RefusalNotice
from familynet.kernel.calendars import new_calendar
from familynet.organisations.models import OrganisationMember

MOST = 500
OF_FILE = ("application__organisation", "application__scheme", "application__category")
PRODUCT = "-//FamilyNet//Scadenze//IT"


@dataclass(frozen=True)
class Deadline:
    """A day by which somebody has to do something; `uid` stays the same while the thing is the same."""

    uid: str
    on: datetime.date
    title: str
    url: str


def deadlines_of_person(user: Any) -> list[Deadline]:
    """The nearest first. Four queries."""
    found = chain(_terms(user), _integrations(user), _notices(user))
    return sorted(found, key=lambda deadline: (deadline.on, deadline.uid))[:MOST]


def _terms(user: Any) -> Iterable[Deadline]:
    mine = Application.objects.visible_to(user).running().filter(officer=user, stopped_on=None)
    rows = mine.exclude(due_on=None).select_related("organisation", "scheme", "category").order_by("due_on")
    for application in rows[:MOST]:
        yield Deadline(
            f"term-{application.public_id}",
            application.due_on,  # type: ignore[arg-type]
            _("Termine del procedimento: %(file)s") % {"file": _file(application)},
            reverse("certifications:file", args=[application.public_id]),
        )


def _integrations(user: Any) -> Iterable[Deadline]:
    rows = IntegrationRequest.objects.open().filter(application__organisation__in=_organisations(user))
    for request in rows.select_related(*OF_FILE):
        yield Deadline(
            f"integration-{request.pk}",
            request.due_on,
            _("Rispondere alle integrazioni: %(file)s") % {"file": _file(request.application)},
            reverse("certifications:integration", args=[request.application.public_id]),
        )


def _notices(user: Any) -> Iterable[Deadline]:
    rows = RefusalNotice.objects.filter(closed_at=None, application__organisation__in=_organisations(user))
    for notice in rows.select_related(*OF_FILE):
        yield Deadline(
            f"notice-{notice.pk}",
            notice.observations_due_on,
            _("Osservazioni al preavviso: %(file)s") % {"file": _file(notice.application)},
            reverse("certifications:procedure", args=[notice.application.public_id]),
        )


def _organisations(user: Any) -> Any:
    return OrganisationMember.objects.current().filter(user=user).values("organisation")


def _file(application: Application) -> str:
    return f"{application.organisation.name} – {application.title}"


def calendar_of_deadlines(deadlines: Iterable[Deadline], *, name: str, address: str) -> bytes:
    """All-day entries, each with the way back to its file; the same deadlines give the same bytes."""
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

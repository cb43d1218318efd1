"""Events as iCalendar (RFC 5545, RFC 7986): one event, the public feed, the feed of one official.

Everything is derived from the records: the same events give the same bytes, so that a reader can ask whether
anything changed. The library escapes and folds; addresses are ours and hold no text of people.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from icalendar import Event, Timezone, vCalAddress, vText, vUri

from familynet.kernel.calendars import new_calendar
from practices.models import ExchangeEvent

ROME = ZoneInfo("Europe/Rome")
PRODUCT = "-//FamilyNet//Incontri//IT"
MOST = 300
BACK = datetime.timedelta(days=365)
# Part of every ETag: raise it when the same event would be written in another way.
FORMAT = "1"
# The rule of the European Union, as calendar programs know it; the library would list every year since 1970.
CLOCK_OF_ITALY = """BEGIN:VTIMEZONE
TZID:Europe/Rome
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
STATUS = {ExchangeEvent.State.CANCELLED: "CANCELLED", ExchangeEvent.State.DRAFT: "TENTATIVE"}


def calendar_of(
    events: Iterable[ExchangeEvent],
    *,
    name: str,
    address: str = "",
    with_links: Iterable[int] = (),
    states: Mapping[int, str] | None = None,
) -> bytes:
    """A calendar of events (loaded with administration and municipality); `address` makes it one to subscribe to.

    `with_links` are the keys of those whose online address this reader may see; `states` says for which of
    them the reader is registered, and how.
    """
    calendar = new_calendar(PRODUCT, name=name, address=address)
    linked, own = set(with_links), states or {}
    for event in events:
        link = event.online_url if event.pk in linked else ""
        calendar.add_component(_component(event, link, own.get(event.pk, "")))
    calendar.add_component(Timezone.from_ical(CLOCK_OF_ITALY))
    return calendar.to_ical()


def _component(event: ExchangeEvent, link: str, state: str) -> Event:
    page = settings.SITE_URL + event.get_absolute_url()
    component = Event()
    component.add("uid", str(event.uuid))
    component.add("dtstamp", _utc(event.updated_at))
    component.add("created", _utc(event.created_at))
    component.add("last-modified", _utc(event.updated_at))
    component.add("sequence", event.sequence)
    component.add("dtstart", event.starts_at.astimezone(ROME))
    component.add("dtend", event.ends_at.astimezone(ROME))
    component.add("summary", event.title)
    component.add("description", "\n\n".join(_description(event, page, link, state)))
    component.add("location", event.place)
    component.add("categories", [str(event.get_kind_display())])
    component.add("status", STATUS.get(ExchangeEvent.State(event.state), "CONFIRMED"))
    component.add("url", vUri(page))
    if mail := event.administration.email or event.administration.pec:
        organiser = vCalAddress(f"mailto:{mail}")
        organiser.params["CN"] = vText(" ".join(event.administration.name.replace('"', "'").split()))
        component.add("organizer", organiser)
    return component


def _description(event: ExchangeEvent, page: str, link: str, state: str) -> Iterable[str]:
    if event.cancellation_reason:
        yield _("Annullato: %(reason)s") % {"reason": event.cancellation_reason}
    yield event.summary
    if state:
        yield _("La tua iscrizione: %(state)s") % {"state": state}
    if link:
        yield _("Collegamento: %(url)s") % {"url": link}
    yield _("Pagina dell'incontro: %(url)s") % {"url": page}


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC)


def version_of(events: QuerySet[ExchangeEvent], *parts: object) -> tuple[str, datetime.datetime | None]:
    """(ETag, last change) of a list of events, in one query; `parts` are what else the answer depends on."""
    found = events.order_by().aggregate(rows=Count("pk"), latest=Max("updated_at"), numbers=Max("sequence"))
    text = "|".join(map(str, [FORMAT, found["rows"], found["latest"], found["numbers"], *parts]))
    return quote_etag(hashlib.blake2b(text.encode(), digest_size=16).hexdigest()), found["latest"]

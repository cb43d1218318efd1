"""Events as calendars: one event, the public feed, the secret feed of one official."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.actions.calendars import person_of
from practices.calendars import BACK, MOST, calendar_of, version_of
from practices.filters.events import EventFilterSet
from practices.models import ExchangeEvent, Registration
from practices.permissions.events import can_see_link

MEDIA_TYPE = "text/calendar; charset=utf-8"


@login_not_required
@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One event to put into a calendar, without the online address: the file travels."""
    events = ExchangeEvent.objects.visible_to(request.user).select_related(
        "administration", "municipality__province"
    )
    event = get_object_or_404(events, slug=slug)
    response = HttpResponse(calendar_of([event], name=event.title), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@login_not_required
@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read, under the filters of the list; the same for every reader."""
    filters = EventFilterSet(request.GET, queryset=bounded(ExchangeEvent.objects.public()))
    address = settings.SITE_URL + request.get_full_path()

    def body() -> bytes:
        return calendar_of(loaded(filters.qs), name=_("Incontri di FamilyNet"), address=address)

    return answer(request, filters.qs, body, "public, max-age=0, must-revalidate", address)


@login_not_required
@require_safe
def private_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that one official may see, with the online addresses; known by its secret address alone."""
    person = person_of(token)
    if person is None:
        raise Http404
    events = bounded(ExchangeEvent.objects.visible_to(person).announced())
    mine = Registration.objects.filter(person=person)
    latest = mine.aggregate(latest=Max("updated_at"))["latest"]

    def body() -> bytes:
        found = loaded(events)
        states = {own.event_id: str(own.get_state_display()) for own in mine.current()}
        linked = [event.pk for event in found if can_see_link(person, event, None)]
        # The address of the feed itself is a secret: the file names the public list instead.
        listing = settings.SITE_URL + reverse("events:list")
        name = _("FamilyNet: gli incontri di %(name)s") % {"name": person.get_full_name()}
        return calendar_of(found, name=name, address=listing, with_links=linked, states=states)

    today = timezone.localdate()
    return answer(request, events, body, "private, no-cache", person.pk, latest, today)


def bounded(events: QuerySet[ExchangeEvent]) -> QuerySet[ExchangeEvent]:
    """From a year ago on: a calendar is read every few hours by every reader."""
    return events.filter(ends_at__gte=timezone.now() - BACK).order_by("starts_at", "pk")


def loaded(events: QuerySet[ExchangeEvent]) -> list[ExchangeEvent]:
    rows = events.select_related("administration", "municipality__province").defer("programme", "minutes")
    return list(rows[:MOST])


def answer(
    request: HttpRequest,
    events: QuerySet[ExchangeEvent],
    body: Callable[[], bytes],
    cache_control: str,
    *parts: object,
) -> HttpResponse:
    """The calendar, or 304 when the reader has it; asking costs one query."""
    etag, latest = version_of(events, get_language(), *parts)
    last_modified = int(latest.timestamp()) if latest else None
    response = get_conditional_response(request, etag=etag, last_modified=last_modified)
    if response is None:
        response = HttpResponse(body(), content_type=MEDIA_TYPE)
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    return response

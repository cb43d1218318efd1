"""Events for everybody who may see them: the list, one event, its documents."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from familynet.kernel.documents import serve
from familynet.kernel.history import HistoryEntry
from practices.actions.registrations import waiting_position
from practices.filters.events import EventFilterSet
from practices.models import EventMaterial, ExchangeEvent, Practice, Registration
from practices.permissions.events import can_manage_event, can_see_link, can_take_part

PER_PAGE = 20


@login_not_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What comes, by month; with `when=past` what was, by year. Everything is in the address."""
    visible = ExchangeEvent.objects.visible_to(request.user)
    past = request.GET.get("when") == "past"
    filters = EventFilterSet(request.GET, queryset=visible.past() if past else visible.upcoming())
    page = Paginator(filters.qs.for_cards(), PER_PAGE).get_page(request.GET.get("page"))
    query = feed_query(request.GET)
    feed = reverse("events:feed") + (f"?{query}" if query else "")
    context = {
        "filter": filters,
        "facets": filters.facets(),
        "page_obj": page,
        "events": list(page),
        "spans": filters.spans(by_year=past),
        "past": past,
        "feed_query": query,
        "feed_address": settings.SITE_URL + feed,
    }
    return render(request, "practices/event_list.html", context)


def feed_query(params: QueryDict) -> str:
    """The filters of the list as the calendar takes them."""
    kept = params.copy()
    for name in ("page", "when", "period"):
        kept.pop(name, None)
    return kept.urlencode()


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, with what this reader may do."""
    event = load(request, slug)
    own = own_registration(request, event)
    history = HistoryEntry.objects.of(event).public() if event.is_announced else HistoryEntry.objects.none()
    context = {
        "event": event,
        "materials": list(event.materials.all()),
        "own": own,
        "position": waiting_position(own) if own and own.state == Registration.State.WAITING else None,
        "may_join": can_take_part(request.user, event),
        "may_manage": can_manage_event(request.user, event),
        "show_link": can_see_link(request.user, event, own),
        "history": list(history.select_related("act")),
    }
    if event.is_announced and event.audience == ExchangeEvent.Audience.PUBLIC:
        context["metatag"] = metatag(event)
    return render(request, "practices/event_detail.html", context)


def load(request: HttpRequest, slug: str) -> ExchangeEvent:
    """The event with all that its page shows, or 404."""
    return get_object_or_404(ExchangeEvent.objects.visible_to(request.user).for_page().with_taken(), slug=slug)


def own_registration(request: HttpRequest, event: ExchangeEvent) -> Registration | None:
    """The current registration of who is signed in."""
    if not request.user.is_authenticated:
        return None
    mine = event.registrations.exclude(state=Registration.State.CANCELLED).filter(person=request.user)
    return mine.select_related("event").first()


def metatag(event: ExchangeEvent) -> dict[str, Any]:
    """A public event for search engines, in the words of schema.org; never the online address."""
    url = settings.SITE_URL + event.get_absolute_url()
    cancelled = event.state == ExchangeEvent.State.CANCELLED
    modes = {"place": "OfflineEventAttendanceMode", "online": "OnlineEventAttendanceMode"}
    mode = modes.get(event.mode, "MixedEventAttendanceMode")
    where: dict[str, Any] = {"@type": "Place", "name": event.place, "address": event.place}
    if event.mode == ExchangeEvent.Mode.ONLINE:
        where = {"@type": "VirtualLocation", "url": url}
    return {
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": url,
        "inLanguage": "it",
        "startDate": event.starts_at,
        "endDate": event.ends_at,
        "eventStatus": f"https://schema.org/{'EventCancelled' if cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"https://schema.org/{mode}",
        "location": where,
        "organizer": {"@type": "GovernmentOrganization", "name": event.administration.name},
    }


@login_not_required
@require_safe
def material(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """A document of an event, for whoever may see the event."""
    events = ExchangeEvent.objects.visible_to(request.user).filter(slug=slug)
    found = EventMaterial.objects.select_related("document").filter(event__in=events, document__uuid=uuid)
    return serve(get_object_or_404(found).document)


@login_not_required
@require_safe
def minutes(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The document of the minutes, once they are published."""
    events = ExchangeEvent.objects.visible_to(request.user).select_related("minutes_document")
    event = get_object_or_404(events, slug=slug, state=ExchangeEvent.State.CLOSED)
    if event.minutes_document is None:
        raise Http404
    return serve(event.minutes_document)


def events_about(practice: Practice, user: Any) -> list[ExchangeEvent]:
    """For the page of a practice: events to come about it, then the last ones."""
    found = ExchangeEvent.objects.visible_to(user).announced().filter(practices=practice)
    return list(found.for_cards().order_by("-starts_at")[:5])


def next_events(user: Any, most: int = 3) -> list[ExchangeEvent]:
    """For the home page and the desk: what comes next and was not called off."""
    found = ExchangeEvent.objects.visible_to(user).upcoming().filter(state=ExchangeEvent.State.PUBLISHED)
    return list(found.for_cards()[:most])

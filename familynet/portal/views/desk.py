"""The personal desk: what waits for the person who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from familynet.portal.desk import waiting_groups
from familynet.portal.navigation import SHORTCUTS, links
from practices.views.events import next_events


def desk(request: HttpRequest) -> HttpResponse:
    groups = waiting_groups(request.user)
    context = {
        "groups": groups,
        "total": sum(len(group.items) for group in groups),
        "today": timezone.localdate(),
        "next_events": next_events(request.user),
        "shortcuts": list(links(SHORTCUTS, request, request.user)),
    }
    return render(request, "portal/desk.html", context)

"""The personal desk: what waits for the person who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from familynet.portal.desk import waiting_groups


def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/desk.html", {"groups": waiting_groups(request.user)})

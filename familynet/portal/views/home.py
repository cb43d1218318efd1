"""The public home page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from familynet.portal.figures import figures
from familynet.portal.navigation import DOORS, links


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"doors": list(links(DOORS, request)), "figures": figures()})

"""The site's routes and one empty view, which every figure is compared with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from familynet.urls import urlpatterns as site


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but Django and the middleware of the site."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("vuota/", empty), *site]

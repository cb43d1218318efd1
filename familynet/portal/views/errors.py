"""Error pages that must come even when nothing else works."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself may be the trouble, so the page looks at nothing of it."""
    return HttpResponse(render_to_string("400.html"), status=400)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500: no request, no database, no session; only the frame."""
    return HttpResponse(render_to_string("500.html"), status=500)

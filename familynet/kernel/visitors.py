"""Forms for readers without a cookie: is the request from our own pages, and not too frequent?"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from familynet.kernel.rates import is_too_frequent

View = Callable[..., HttpResponse]


def is_same_origin(request: HttpRequest) -> bool:
    """True when the browser says that the form stood on this site. Every browser in use says so on a POST."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is None and origin is None:
        return False
    own = f"{request.scheme}://{request.get_host()}"
    return site in (None, "same-origin") and origin in (None, own)


def anonymous_post(action: str, *, limit: int, seconds: int) -> Callable[[View], View]:
    """For views whose POST comes from a page without a CSRF cookie: checks the origin and counts.

    Safe because such a POST uses nothing of the person: no session, no rights, nothing stored about them.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST":
                if not is_same_origin(request):
                    raise PermissionDenied("the form was not sent from this site")
                if is_too_frequent(request, action, limit=limit, seconds=seconds):
                    return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return checked

    return decorate

"""Forms for readers without a cookie: is the request from our own pages, and not too frequent?"""

import hashlib
import hmac
import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def is_same_origin(request: HttpRequest) -> bool:
    """True when the browser says that the form stood on this site. Every browser in use says so on a POST."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is None and origin is None:
        return False
    own = f"{request.scheme}://{request.get_host()}"
    return site in (None, "same-origin") and origin in (None, own)


def visitor_key(request: HttpRequest, action: str, window: int) -> str:
    """A key of one visitor, one action and one span of time; the address cannot be read from it."""
    text = f"{action}|{window}|{get_adapter().get_client_ip(request)}"
    return "visitor:" + hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_too_frequent(request: HttpRequest, action: str, *, limit: int, seconds: int) -> bool:
    """Count this request; True when the visitor has used up the limit of this span of time.

    Each request takes a numbered place. Only one of many at the same moment gets it, and it stays taken to
    the end of the span: a counter that is read and written back would do neither.
    """
    key = visitor_key(request, action, int(time.time()) // seconds)
    places = [f"{key}:{number}" for number in range(limit)]
    taken = cache.get_many(places)
    return not any(cache.add(place, 1, seconds) for place in places if place not in taken)


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

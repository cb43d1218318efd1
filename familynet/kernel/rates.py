"""How often one visitor may ask for something that costs, or write something, without signing in."""

import hashlib
import hmac
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

DOWNLOADS, SPAN = 30, 600  # downloads of one kind, in so many seconds


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


def limited(action: str, *, limit: int = DOWNLOADS, seconds: int = SPAN) -> Callable[..., Any]:
    """For public views that cost: at most `limit` answers per visitor and span of time, then page 429."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if is_too_frequent(request, action, limit=limit, seconds=seconds):
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return counted

    return decorate

"""Calendars to subscribe to: their head as iCalendar (RFC 5545, RFC 7986), their secret addresses."""

import datetime
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from icalendar import Calendar, vUri

from familynet.kernel.history import record

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = datetime.timedelta(hours=6)


class SecretCalendar(models.Model):
    """The secret address of one person's calendar; only its SHA-256 is kept, a new one replaces it.

    A feature names its own table with `user`, one key for each person. Personal data: the person.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user}"  # type: ignore[attr-defined]


def hash_token(token: str) -> str:
    """What is stored of the token. 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def renew_key(model: Any, *, by: Any, label: Callable[[], str]) -> str:
    """A new secret token, shown once; the old address stops at once. The history says that, not the token."""
    token = secrets.token_urlsafe(32)
    key, _created = model.objects.update_or_create(user=by, defaults={"token_hash": hash_token(token)})
    record(key, "renew", label=label, by=by)
    return token


@transaction.atomic
def stop_key(model: Any, *, by: Any, label: Callable[[], str]) -> None:
    """The address does not work any more; the entry of the history stays."""
    key = model.objects.filter(user=by).first()
    if key is not None:
        record(key, "stop", label=label, by=by)
        key.delete()


def person_with_key(model: Any, token: str) -> Any:
    """Whose calendar it is: somebody active; None otherwise. Whether the person still may is the caller's."""
    key = model.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    return key.user if key is not None and key.user.is_active else None


def new_calendar(product: str, *, name: str, address: str = "") -> Calendar:
    """An empty calendar; `address` makes it one to subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if address:
        calendar.add("method", "PUBLISH")
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
        calendar.add("url", vUri(address))
    return calendar


def private_answer(request: HttpRequest, body: bytes) -> HttpResponse:
    """A private feed, or 304 when the reader has the same bytes already."""
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(body, content_type=MEDIA_TYPE)
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response

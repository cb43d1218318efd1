"""The secret address of a person's own calendar: make it, renew it, stop it."""

import hashlib
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import record
from practices.models import CalendarKey
from practices.permissions.events import can_have_calendar


def hash_token(token: str) -> str:
    """What is stored of the token. 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def renew_calendar(*, by: User) -> str:
    """A new secret token, shown once; the old address stops at once. The history says that, not the token."""
    if not can_have_calendar(by):
        raise PermissionDenied("calendar")
    token = secrets.token_urlsafe(32)
    key, _created = CalendarKey.objects.update_or_create(user=by, defaults={"token_hash": hash_token(token)})
    record(key, "renew", label=lambda: _("Indirizzo del calendario rinnovato"), by=by)
    return token


@transaction.atomic
def stop_calendar(*, by: User) -> None:
    """The address does not work any more; the entry of the history stays."""
    key = CalendarKey.objects.filter(user=by).first()
    if key is not None:
        record(key, "stop", label=lambda: _("Calendario personale chiuso"), by=by)
        key.delete()


def person_of(token: str) -> User | None:
    """Whose calendar it is: somebody active who still is an official; None otherwise."""
    key = CalendarKey.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    return key.user if key is not None and can_have_calendar(key.user) else None

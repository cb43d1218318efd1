"""Links that stop mail: what can be stopped, and the signed token that stops it without signing in.

A token is bound to one person and one thing, and to this purpose by its salt. It opens nothing and shows nothing
but the name of what it stops; it may be used twice. A floor above adds its own kinds with `register`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from familynet.accounts.models import User

SALT = "familynet.notifications.stop"
# Mail is kept: a link works for a year after it was sent.
VALID_FOR = datetime.timedelta(days=366)


@dataclass(frozen=True)
class Kind:
    """`describe(user, key)` names what would stop, or gives "" when nothing is left to stop; `end` stops it."""

    describe: Callable[[User, str], str]
    end: Callable[[User, str], None]


@dataclass(frozen=True)
class Stop:
    """One thing that one person can stop."""

    user: User
    kind: Kind
    key: str

    @property
    def name(self) -> str:
        return self.kind.describe(self.user, self.key)

    def end(self) -> None:
        self.kind.end(self.user, self.key)


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Make things of a kind stoppable as "<name>:<key>"."""
    _kinds[name] = kind


def token_for(user: User, what: str) -> str:
    """The token that stops `what` ("topic:talk", "follow:12") for one person."""
    return signing.dumps([user.pk, what], salt=SALT)


def read_token(token: str) -> Stop:
    """What a token stops. signing.BadSignature when it is forged, too old, or its person or kind is gone."""
    pk, what = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    name, _sep, key = what.partition(":")
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or name not in _kinds:
        raise signing.BadSignature("nobody, or nothing, is left to stop")
    return Stop(user, _kinds[name], key)


def stop_url(user: User, what: str) -> str:
    """The address of the page that stops `what`, as mail carries it."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse("notifications:stop", args=[token_for(user, what)])


def unsubscribe_headers(user: User, what: str) -> dict[str, str]:
    """The headers by which mail programs show their own button "unsubscribe" (RFC 2369, one click: RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{stop_url(user, what)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }

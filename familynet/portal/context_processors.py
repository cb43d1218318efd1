"""What the frame of every page needs. Everything is lazy: a page that does not show it does not pay."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from familynet.accounts.models import Administration, User
from familynet.notifications.models import Notification
from familynet.portal import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    """Names for base.html.

    `person` is the user who is signed in, or None; `notices` the messages that wait. Neither looks into
    the session of a reader who has no session cookie, so public pages stay free of cookies.
    """
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES

    def person() -> User | None:
        user = getattr(request, "user", None)
        return user if has_session and user is not None and user.is_authenticated else None

    def notices() -> Iterable[Any]:
        return get_messages(request) if has_session else ()

    def unread() -> int:
        """One query of a small index, and only where the menu of the person is drawn."""
        return Notification.objects.filter(recipient=person()).unread().count()

    administrations: Any = SimpleLazyObject(lambda: list(Administration.objects.all()))
    return {
        "administrations": administrations,
        "accessibility_declared": lambda: any(each.accessibility_url for each in administrations),
        "person": person,
        "notices": notices,
        "unread_notifications": SimpleLazyObject(unread),
        "main_menu": SimpleLazyObject(lambda: list(navigation.links(navigation.MAIN_MENU, request))),
        "library_menu": SimpleLazyObject(lambda: list(navigation.links(navigation.LIBRARY_MENU, request))),
        "footer_menu": SimpleLazyObject(lambda: list(navigation.links(navigation.FOOTER_MENU, request))),
        "desk_menu": SimpleLazyObject(lambda: list(navigation.links(navigation.DESK_MENU, request, person()))),
        "languages": SimpleLazyObject(lambda: navigation.languages(request)),
        "source_url": settings.SOURCE_URL,
    }

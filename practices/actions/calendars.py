"""The secret address of a person's own calendar of events: make it, renew it, stop it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.calendars import person_with_key, renew_key, stop_key
from practices.models import CalendarKey
from practices.permissions.events import can_have_calendar


def renew_calendar(*, by: User) -> str:
    """A new secret token, shown once; the old address stops at once. The history says that, not the token."""
    if not can_have_calendar(by):
        raise PermissionDenied("calendar")
    return renew_key(CalendarKey, by=by, label=lambda: _("Indirizzo del calendario rinnovato"))


def stop_calendar(*, by: User) -> None:
    """The address does not work any more; the entry of the history stays."""
    stop_key(CalendarKey, by=by, label=lambda: _("Calendario personale chiuso"))


def person_of(token: str) -> User | None:
    """Whose calendar it is: somebody active who still is an official; None otherwise."""
    person = person_with_key(CalendarKey, token)
    return person if person is not None and can_have_calendar(person) else None

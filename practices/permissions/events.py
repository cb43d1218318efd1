"""Who plans events, who takes part in them, who sees the people who do."""

from typing import Any

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from practices.models import ExchangeEvent, Registration


def can_plan(user: Any, administration: Administration | int | None) -> bool:
    """Who keeps the exchange for that administration."""
    return bool(
        user is not None and user.is_authenticated and user.can(Capability.EXCHANGE_MANAGE, administration)
    )


def can_manage_event(user: Any, event: ExchangeEvent) -> bool:
    """The organiser's officials; a co-organising administration reads, it does not change."""
    return can_plan(user, event.administration_id)


def can_take_part(user: Any, event: ExchangeEvent) -> bool:
    """Anybody with an account; only officials where the event is for them."""
    if not user.is_authenticated or not event.is_announced:
        return False
    return event.audience == ExchangeEvent.Audience.PUBLIC or user.is_official


def can_manage_registration(user: Any, registration: Registration) -> bool:
    return can_manage_event(user, registration.event)


def can_leave(user: Any, registration: Registration) -> bool:
    """The person, or who organises the event."""
    return can_manage_registration(user, registration) or is_own(user, registration)


def is_own(user: Any, registration: Registration) -> bool:
    return bool(user.is_authenticated and registration.person_id == user.pk)


def can_see_link(user: Any, event: ExchangeEvent, registration: Registration | None) -> bool:
    """The address of the online room: officials and people with a seat, until the event ends."""
    if not event.online_url or event.is_over or event.state != ExchangeEvent.State.PUBLISHED:
        return False
    seated = registration is not None and registration.state in Registration.SEATED_STATES
    return seated or bool(user.is_authenticated and user.is_official)


def can_have_calendar(user: Any) -> bool:
    """A calendar with what only officials see is for officials."""
    return bool(user.is_authenticated and user.is_active and user.is_official)

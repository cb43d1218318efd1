"""Who may do what to a transfer: each side its own steps, and never the same person twice."""

from typing import Any

from familynet.accounts.roles import Capability
from familynet.protocols.permissions import exchange_partners
from practices.models import Practice, Side, Transfer, TransferMeeting


def may_ask_for(user: Any, practice: Practice) -> frozenset[int]:
    """Keys of the administrations for which `user` may ask for a practice: partners, and its own."""
    if not user.is_authenticated or practice.state != Practice.State.PUBLISHED:
        return frozenset()
    managed = user.administrations_with(Capability.EXCHANGE_MANAGE)
    if not managed:
        return frozenset()
    return managed & (exchange_partners(practice.administration_id) | {practice.administration_id})


def can_answer(user: Any, transfer: Transfer) -> bool:
    """Who keeps the exchange for the administration that wrote the practice."""
    return user.is_authenticated and user.can(Capability.EXCHANGE_MANAGE, transfer.owner_id)


def can_adopt(user: Any, transfer: Transfer) -> bool:
    """Who keeps the exchange for the administration that adopts."""
    return user.is_authenticated and user.can(Capability.EXCHANGE_MANAGE, transfer.adopter_id)


def can_meet(user: Any, transfer: Transfer) -> bool:
    """Both sides plan meetings and write what came out of them."""
    return can_answer(user, transfer) or can_adopt(user, transfer)


def can_meet_about(user: Any, meeting: TransferMeeting) -> bool:
    return can_meet(user, meeting.transfer)


def can_confirm(user: Any, transfer: Transfer) -> bool:
    """For one of the sides, but never who declared the adoption."""
    return bool(sides_of_confirmer(user, transfer)) and user.pk != transfer.declared_by_id


def can_send_back(user: Any, transfer: Transfer) -> bool:
    return bool(sides_of_confirmer(user, transfer))


def sides_of_confirmer(user: Any, transfer: Transfer) -> list[Side]:
    """The sides for which the person may speak, whether or not they have spoken yet."""
    if not user.is_authenticated:
        return []
    administrations = user.administrations_with(Capability.EXCHANGE_CONFIRM)
    return [side for side in transfer.confirming_sides if transfer.administration_of(side) in administrations]


def sees_result(user: Any, transfer: Transfer) -> bool:
    """The practice about the adaptation is a draft of the adopter until it is published."""
    result = transfer.resulting_practice
    if result is None:
        return False
    return result.is_public or user.can(Capability.PRACTICE_VIEW, result.administration_id)

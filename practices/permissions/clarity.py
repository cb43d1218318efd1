"""Who may measure texts, see how clear the practices are, and let a harder one pass."""

from typing import Any

from familynet.accounts.roles import Capability
from practices.models import Practice
from practices.permissions.practices import can_validate


def can_waive_clarity(user: Any, practice: Practice) -> bool:
    """Who may publish it: a validator who wrote none of it, or, for the shared library, the committee."""
    joint = user.is_authenticated and bool(user.administrations_with(Capability.PRACTICE_VALIDATE_JOINT))
    return can_validate(user, practice) or (joint and user.pk not in practice.writer_ids)


def can_measure(user: Any) -> bool:
    """Whoever reads the practices of an administration."""
    return user.is_authenticated and bool(user.administrations_with(Capability.PRACTICE_VIEW))

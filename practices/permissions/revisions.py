"""Who opens a new version of a published practice, and who says that it is still valid."""

from typing import Any

from familynet.accounts.roles import Capability
from practices.models import Practice
from practices.permissions.practices import can_create, can_validate


def can_revise(user: Any, practice: Practice) -> bool:
    """Who writes for the administration, while the practice is public."""
    return practice.state == Practice.State.PUBLISHED and can_create(user, practice.administration_id)


def can_publish_first(user: Any, practice: Practice) -> bool:
    return not practice.is_copy and can_validate(user, practice)


def can_incorporate(user: Any, practice: Practice) -> bool:
    return practice.is_copy and can_validate(user, practice)


def can_discard(user: Any, practice: Practice) -> bool:
    """A working copy only: a first draft is the author's to keep."""
    return practice.is_copy and can_create(user, practice.administration_id)


def can_confirm(user: Any, practice: Practice) -> bool:
    """Who writes or validates for the administration says that the text is still true."""
    if not user.is_authenticated:
        return False
    owner = practice.administration_id
    return user.can(Capability.PRACTICE_WRITE, owner) or user.can(Capability.PRACTICE_VALIDATE, owner)

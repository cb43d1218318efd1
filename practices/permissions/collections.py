"""Who keeps a collection: the person it belongs to, or who writes practices for the administration."""

from typing import Any

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from practices.models import Collection


def can_keep_collections(user: Any) -> bool:
    """Officials; people of organisations read what is public."""
    return bool(user.is_authenticated and user.is_official)


def can_keep_for(user: Any, administration: Administration | int) -> bool:
    return can_keep_collections(user) and user.can(Capability.PRACTICE_WRITE, administration)


def can_edit_collection(user: Any, collection: Collection) -> bool:
    """Change the list, its notes, with whom it is shared; close and open it again."""
    if collection.administration_id is not None:
        return can_keep_for(user, collection.administration_id)
    return can_keep_collections(user) and collection.owner_id == user.pk

"""Who may do what to a practice. The validator is never one of those who wrote it."""

from typing import Any

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from practices.models import Practice


def can_create(user: Any, administration: Administration | int | None) -> bool:
    return user.is_authenticated and user.can(Capability.PRACTICE_WRITE, administration)


def can_edit(user: Any, practice: Practice) -> bool:
    """Author and colleagues who write, while the text is in their hands."""
    return practice.is_editable and can_create(user, practice.administration_id)


def can_submit(user: Any, practice: Practice) -> bool:
    return can_create(user, practice.administration_id)


def can_withdraw(user: Any, practice: Practice) -> bool:
    """Only the author takes back what waits for a judgement."""
    return can_create(user, practice.administration_id) and user.pk == practice.author_id


def can_validate(user: Any, practice: Practice) -> bool:
    """A validator of the same administration who has written none of it."""
    return (
        user.is_authenticated
        and user.can(Capability.PRACTICE_VALIDATE, practice.administration_id)
        and user.pk not in practice.writer_ids
    )


def can_archive(user: Any, practice: Practice) -> bool:
    """Who archives for the administration, or the author."""
    if not user.is_authenticated:
        return False
    return user.can(Capability.PRACTICE_ARCHIVE, practice.administration_id) or can_withdraw(user, practice)


def can_see_contact(user: Any, practice: Practice) -> bool:
    """Officials of any administration of the portal: the contact is there for the exchange among them."""
    return user.is_authenticated and user.is_official


def can_see_people(user: Any, practice: Practice) -> bool:
    """Names in the history and the judgements: officials of the administration that owns the practice."""
    return user.is_authenticated and user.can(Capability.PRACTICE_VIEW, practice.administration_id)

"""Who may do what. Predicates are plain functions of a user and a record."""

from practices.permissions.clarity import can_measure, can_waive_clarity
from practices.permissions.practices import (
    can_archive,
    can_create,
    can_edit,
    can_see_contact,
    can_see_people,
    can_submit,
    can_validate,
    can_withdraw,
)

__all__ = [
    "can_archive",
    "can_create",
    "can_edit",
    "can_measure",
    "can_see_contact",
    "can_see_people",
    "can_submit",
    "can_validate",
    "can_waive_clarity",
    "can_withdraw",
]

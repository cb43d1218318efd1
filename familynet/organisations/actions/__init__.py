"""What happens to organisations, to the people who act for them, and to duplicates."""

from familynet.organisations.actions.merging import MERGE_HANDLERS, merge_organisations
from familynet.organisations.actions.people import (
    accept_invitation,
    expire_invitation,
    invite_member,
    join_by_invitation,
    remove_member,
    withdraw_invitation,
)
from familynet.organisations.actions.records import (
    administration_of,
    close_organisation,
    register_organisation,
    reopen_organisation,
    update_organisation,
)

__all__ = [
    "MERGE_HANDLERS",
    "accept_invitation",
    "administration_of",
    "close_organisation",
    "expire_invitation",
    "invite_member",
    "join_by_invitation",
    "merge_organisations",
    "register_organisation",
    "remove_member",
    "reopen_organisation",
    "update_organisation",
    "withdraw_invitation",
]

"""Who may do what. Predicates are plain functions of a user and a record."""

from practices.permissions.clarity import (
    can_measure,
    can_waive_clarity,
)
from practices.permissions.joint import (
    can_propose,
    can_read_joint_rounds,
    can_validate_jointly,
    can_withdraw_proposal,
    judging_administrations,
    owners_judged_by,
)
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
from practices.permissions.revisions import (
    can_confirm,
    can_discard,
    can_incorporate,
    can_publish_first,
    can_revise,
)

__all__ = [
    "can_archive",
    "can_confirm",
    "can_create",
    "can_discard",
    "can_edit",
    "can_incorporate",
    "can_measure",
    "can_propose",
    "can_publish_first",
    "can_read_joint_rounds",
    "can_revise",
    "can_see_contact",
    "can_see_people",
    "can_submit",
    "can_validate",
    "can_validate_jointly",
    "can_waive_clarity",
    "can_withdraw",
    "can_withdraw_proposal",
    "judging_administrations",
    "owners_judged_by",
]

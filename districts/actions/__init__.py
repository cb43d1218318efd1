"""What happens to districts, agreements, members and programmes."""

from districts.actions.agreements import (
    amend_agreement,
    approve_agreement,
    expire_agreement,
    propose_agreement,
    remind_of_end,
    renew_agreement,
    revoke_agreement,
    sign_agreement,
)
from districts.actions.districts import (
    add_municipality,
    create_district,
    remove_municipality,
    update_district,
)
from districts.actions.members import (
    admit_member,
    exclude_member,
    member_leaves,
    record_member,
    request_membership,
)
from districts.actions.programmes import (
    approve_programme,
    close_programme,
    open_programme,
    record_progress,
    self_evaluate,
    start_programme,
    update_programme,
)

__all__ = [
    "add_municipality",
    "admit_member",
    "amend_agreement",
    "approve_agreement",
    "approve_programme",
    "close_programme",
    "create_district",
    "exclude_member",
    "expire_agreement",
    "member_leaves",
    "open_programme",
    "propose_agreement",
    "record_member",
    "record_progress",
    "remind_of_end",
    "remove_municipality",
    "renew_agreement",
    "request_membership",
    "revoke_agreement",
    "self_evaluate",
    "sign_agreement",
    "start_programme",
    "update_district",
    "update_programme",
]

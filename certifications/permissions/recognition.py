"""Who writes and who publishes a table of mutual recognition."""

from typing import Any

from certifications.models import RequirementMap
from familynet.accounts.roles import Capability


def can_map_somewhere(user: Any) -> bool:
    return bool(user.is_authenticated and user.administrations_with(Capability.SCHEME_MANAGE))


def can_read_maps(user: Any) -> bool:
    """The work pages: whoever reads the drafts of disciplinari; which drafts is `visible_to`."""
    return bool(user.is_authenticated and user.administrations_with(Capability.SCHEME_VIEW))


def can_write_map(user: Any, table: RequirementMap) -> bool:
    """The officers of the administration that recognises, while it is a draft."""
    return bool(
        user.is_authenticated
        and table.state == RequirementMap.State.DRAFT
        and user.can(Capability.SCHEME_MANAGE, table.administration_id)
    )


def can_publish_map(user: Any, table: RequirementMap) -> bool:
    """Its managers, never who drafted it (four eyes)."""
    return bool(
        user.is_authenticated
        and user.can(Capability.SCHEME_PUBLISH, table.administration_id)
        and user.pk != table.drafted_by_id
    )

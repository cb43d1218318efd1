"""Who may do what with districts: the district officers of the administration of the district."""

from typing import Any

from districts.models import AreaAgreement, District, DistrictMember, Programme
from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability


def can_open_districts_for(user: Any, administration: Administration | int | None) -> bool:
    """Create districts for an administration."""
    return user.is_authenticated and user.can(Capability.DISTRICT_MANAGE, administration)


def can_manage_any(user: Any) -> bool:
    """A district officer of at least one administration."""
    return user.is_authenticated and bool(user.administrations_with(Capability.DISTRICT_MANAGE))


def can_manage_district(user: Any, district: District) -> bool:
    return can_open_districts_for(user, district.administration_id)


def can_manage_part(user: Any, part: AreaAgreement | DistrictMember | Programme) -> bool:
    """The same for what belongs to a district."""
    return can_manage_district(user, part.district)


def can_edit_programme(user: Any, programme: Programme) -> bool:
    """Only a draft: what was approved is frozen."""
    return can_manage_part(user, programme) and not programme.is_frozen


def can_record_progress(user: Any, programme: Programme) -> bool:
    """While the programme runs."""
    return can_manage_part(user, programme) and programme.state == Programme.State.RUNNING

"""Who looks after what readers report."""

from typing import Any

from familynet.accounts.roles import Capability
from familynet.portal.models import FaultReport


def can_answer_report(user: Any, report: FaultReport) -> bool:
    """Who manages the people of the administration also answers for the portal."""
    return bool(user.is_authenticated and user.can(Capability.PEOPLE_MANAGE, report.administration_id))

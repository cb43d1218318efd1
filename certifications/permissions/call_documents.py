"""Who adds documents to a call for funding, and who changes those that anyone can read."""

from typing import Any

from certifications.models import CallDocument, FundingCall
from certifications.permissions.funding import can_keep_calls
from familynet.accounts.roles import Capability


def can_add_call_document(user: Any, call: FundingCall) -> bool:
    """Whoever keeps the call, in every state: rankings come after the call is closed."""
    return can_keep_calls(user, call.administration_id)


def can_change_call_document(user: Any, item: CallDocument) -> bool:
    """Replace or take off. What was published with the call takes a manager who did not add it (four eyes)."""
    if not can_add_call_document(user, item.call):
        return False
    if not item.is_public or item.call.state == FundingCall.State.DRAFT:
        return True
    decides = user.can(Capability.CERTIFICATE_DECIDE, item.call.administration_id)
    return bool(decides and item.added_by_id != user.pk)

"""What the page of a practice tells of its adoptions: how many, by whom, the lineage, how to ask for it."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from familynet.accounts.models import User
from practices.lineage import lineage_of
from practices.models import Practice, Transfer
from practices.permissions.transfers import may_ask_for

SHOWN = 3
MOST = 100


def adoptions_panel(request: HttpRequest, practice: Practice) -> dict[str, Any] | None:
    """None before the practice is public. One query for a practice that nobody has adopted."""
    if not practice.is_public:
        return None
    near = Transfer.objects.confirmed().filter(Q(practice=practice) | Q(resulting_practice=practice))
    # Most practices have none: to plan the joins of the parties would cost more than to look.
    found = list(near.with_parties().order_by("-act__date", "-pk")[:MOST]) if near.exists() else []
    adopted = [transfer for transfer in found if transfer.practice_id == practice.pk]
    return {
        "adoptions": adopted,
        "shown": adopted[:SHOWN],
        "origins": [transfer for transfer in found if transfer.resulting_practice_id == practice.pk],
        "lineage": lineage_of(practice) if found else None,
        **_request(request, practice),
    }


def _request(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    """For officials who may ask: the button, and the requests under way."""
    user = request.user
    if not isinstance(user, User) or not (allowed := may_ask_for(user, practice)):
        return {"may_ask": False, "under_way": []}
    live = Transfer.objects.filter(practice=practice, adopter__in=allowed, state__in=Transfer.LIVE_STATES)
    return {"may_ask": True, "under_way": list(live.select_related("adopter", "organisation", "practice")[:5])}

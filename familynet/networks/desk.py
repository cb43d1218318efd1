"""What waits for a coordinator of networks."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.dates import add_months
from familynet.kernel.desk import DeskItem
from familynet.networks.models import Membership

AHEAD_MONTHS = 6


def waiting_for(user: User) -> list[DeskItem]:
    """Requests to answer, resolutions to turn into admissions, certificates due. One query."""
    administrations = user.administrations_with(Capability.NETWORK_MANAGE)
    if not administrations:
        return []
    to_complete = [Membership.State.INTEREST, Membership.State.RESOLVED]
    horizon = add_months(timezone.localdate(), AHEAD_MONTHS)
    due = Membership.objects.uncertified().filter(certify_by__lte=horizon)
    memberships = list(
        Membership.objects.filter(organisation__administration__in=administrations)
        .filter(Q(state__in=to_complete) | Q(pk__in=due.values("pk")))
        .select_related("network", "organisation")
        .order_by("certify_by", "created_at")
    )
    waiting = [m for m in memberships if m.state in to_complete]
    certificates = [m for m in memberships if m.state not in to_complete]
    return [
        *(_item(m, gettext_lazy("Adesioni alle reti da completare")) for m in waiting),
        *(_item(m, gettext_lazy("Certificati attesi dagli aderenti")) for m in certificates),
    ]


def _item(membership: Membership, kind: Promise) -> DeskItem:
    late = membership.is_late
    return DeskItem(
        kind=kind,
        title=str(membership),
        url=reverse("networks:membership", args=[membership.pk]),
        since=membership.last_date,
        note=_("Termine scaduto") if late else membership.get_state_display(),
        due=membership.certify_by,
    )

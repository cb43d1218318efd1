"""What waits for a coordinator of networks."""

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
    """Requests to answer, resolutions to turn into admissions, certificates due. Two queries."""
    administrations = user.administrations_with(Capability.NETWORK_MANAGE)
    if not administrations:
        return []
    memberships = Membership.objects.filter(organisation__administration__in=administrations).select_related(
        "network", "organisation"
    )
    waiting = memberships.filter(state__in=[Membership.State.INTEREST, Membership.State.RESOLVED])
    horizon = add_months(timezone.localdate(), AHEAD_MONTHS)
    due = memberships.uncertified().filter(certify_by__lte=horizon)
    return [
        *(_item(m, gettext_lazy("Adesioni alle reti da completare")) for m in waiting.order_by("created_at")),
        *(_item(m, gettext_lazy("Certificati attesi dagli aderenti")) for m in due.order_by("certify_by")),
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

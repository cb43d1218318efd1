"""What waits for administrators of people: invitations about to expire."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Invitation, User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem

WARNING = datetime.timedelta(days=3)


def waiting_for(user: User) -> list[DeskItem]:
    """Invitations that nobody accepted and that expire within three days."""
    if not user.can(Capability.PEOPLE_MANAGE, user.administration_id):
        return []
    ending = Invitation.objects.open().visible_to(user).filter(expires_at__lte=timezone.now() + WARNING)
    return [
        DeskItem(
            kind=_("Inviti che stanno per scadere"),
            title=invitation.full_name or invitation.email,
            url=reverse("accounts:people"),
            since=invitation.created_at,
            due=timezone.localdate(invitation.expires_at),
        )
        for invitation in ending.order_by("expires_at")[:20]
    ]

"""What waits for whoever keeps the protocols: a term that comes near, a term that passed without a renewal."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from familynet.protocols.models import Protocol

NOTICE = datetime.timedelta(days=180)


def waiting_for(user: User) -> list[DeskItem]:
    """One query. Protocols of the own administration that need a renewal or a conclusion."""
    mine = user.administrations_with(Capability.PROTOCOL_MANAGE)
    if not mine:
        return []
    states = [Protocol.State.IN_FORCE, Protocol.State.RENEWED, Protocol.State.ENDED]
    near = Protocol.objects.filter(
        parties__in=mine, state__in=states, ended_on=None, ends_on__lte=timezone.localdate() + NOTICE
    )
    return [
        DeskItem(
            kind=_("Protocolli vicini al termine o scaduti"),
            title=protocol.title,
            url=reverse("protocols:work_detail", args=[protocol.slug]),
            due=protocol.ends_on,
            note=_("Registra il rinnovo, se c'è un atto."),
        )
        for protocol in near.distinct()[:10]
    ]

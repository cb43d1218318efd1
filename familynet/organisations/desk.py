"""What waits for a person: contacts to complete, invitations that nobody answered."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.kernel.desk import DeskItem
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember

SOON = datetime.timedelta(days=3)


def waiting_for(user: User) -> list[DeskItem]:
    """Two queries, however many organisations there are."""
    return [*_contacts(user), *_invitations(user)]


def _contacts(user: User) -> list[DeskItem]:
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    silent = Organisation.objects.active().filter(pk__in=mine).filter(Q(pec="") & Q(email=""))
    return [
        DeskItem(
            kind=_("Contatti da completare"),
            title=organisation.name,
            url=reverse("organisations:edit", args=[organisation.slug]),
            note=_("Manca un indirizzo a cui scrivere: PEC o e-mail."),
        )
        for organisation in silent[:20]
    ]


def _invitations(user: User) -> list[DeskItem]:
    sent = OrganisationInvitation.objects.open().filter(invited_by=user, expires_at__lte=timezone.now() + SOON)
    return [
        DeskItem(
            kind=_("Inviti che stanno per scadere"),
            title=f"{invitation.full_name}, {invitation.organisation.name}",
            url=reverse("organisations:detail", args=[invitation.organisation.slug]),
            since=invitation.created_at,
            due=timezone.localdate(invitation.expires_at),
        )
        for invitation in sent.select_related("organisation")[:20]
    ]

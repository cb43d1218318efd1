"""The life of an organisation's record, and of an invitation to act for it."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from familynet.organisations.models import Organisation, OrganisationInvitation
from familynet.organisations.permissions import can_accept, can_manage, can_manage_invitation, can_merge

O = Organisation.State  # noqa: E741
I = OrganisationInvitation.State  # noqa: E741

ORGANISATION = Workflow(
    "organisation",
    (
        Transition(
            "close",
            sources=(O.ACTIVE,),
            target=O.CLOSED,
            allowed=can_manage,
            label=_("Chiudi la scheda"),
            done=_("Scheda chiusa"),
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            "reopen",
            sources=(O.CLOSED,),
            target=O.ACTIVE,
            allowed=can_manage,
            label=_("Riapri la scheda"),
            done=_("Scheda riaperta"),
            needs_comment=True,
            public=True,
        ),
        Transition(
            "merge",
            sources=(O.ACTIVE, O.CLOSED),
            target=O.MERGED,
            allowed=can_merge,
            label=_("Unisci a un'altra scheda"),
            done=_("Scheda unita a un'altra"),
            public=True,
            dangerous=True,
        ),
    ),
)

INVITATION = Workflow(
    "organisation invitation",
    (
        Transition(
            "accept",
            sources=(I.SENT,),
            target=I.ACCEPTED,
            allowed=can_accept,
            label=_("Accetta l'invito"),
            done=_("Invito accettato"),
        ),
        Transition(
            "withdraw",
            sources=(I.SENT,),
            target=I.WITHDRAWN,
            allowed=can_manage_invitation,
            label=_("Ritira l'invito"),
            done=_("Invito ritirato"),
            dangerous=True,
        ),
        Transition(
            "supersede",
            sources=(I.SENT,),
            target=I.WITHDRAWN,
            allowed=lambda user, invitation: False,
            label=_("Sostituisci"),
            done=_("Invito ritirato: le schede sono state unite e ce n'è un altro in attesa"),
            system=True,
        ),
        Transition(
            "expire",
            sources=(I.SENT,),
            target=I.EXPIRED,
            allowed=lambda user, invitation: False,
            label=_("Scade"),
            done=_("Invito scaduto"),
            system=True,
        ),
    ),
)

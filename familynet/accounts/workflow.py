"""The life of an invitation: sent → accepted, withdrawn or expired; an open or expired one can be sent again."""

from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Invitation
from familynet.accounts.permissions import can_accept, can_manage_invitation
from familynet.kernel.workflow import Transition, Workflow

State = Invitation.State

INVITATION = Workflow(
    "invitation",
    (
        Transition(
            "accept",
            sources=(State.SENT,),
            target=State.ACCEPTED,
            allowed=can_accept,
            label=_("Accetta l'invito"),
            done=_("Invito accettato"),
        ),
        Transition(
            "resend",
            sources=(State.SENT, State.EXPIRED),
            target=State.SENT,
            allowed=can_manage_invitation,
            label=_("Invia di nuovo"),
            done=_("Invito inviato di nuovo"),
        ),
        Transition(
            "withdraw",
            sources=(State.SENT,),
            target=State.WITHDRAWN,
            allowed=can_manage_invitation,
            label=_("Ritira l'invito"),
            done=_("Invito ritirato"),
            dangerous=True,
        ),
        Transition(
            "expire",
            sources=(State.SENT,),
            target=State.EXPIRED,
            allowed=lambda user, invitation: False,
            label=_("Scade"),
            done=_("Invito scaduto"),
            system=True,
        ),
    ),
)

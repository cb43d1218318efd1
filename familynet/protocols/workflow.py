"""The life of a protocol: draft → signed → in force → renewed or ended. A renewal may come to light late."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from familynet.protocols.models import Protocol
from familynet.protocols.permissions import can_manage

State = Protocol.State

PROTOCOL = Workflow(
    "protocol",
    (
        Transition(
            "sign",
            sources=(State.DRAFT,),
            target=State.SIGNED,
            allowed=can_manage,
            label=_("Registra la firma"),
            done=_("Protocollo firmato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            "start",
            sources=(State.SIGNED,),
            target=State.IN_FORCE,
            allowed=can_manage,
            label=_("Registra l'entrata in vigore"),
            done=_("Protocollo in vigore"),
            public=True,
        ),
        Transition(
            "renew",
            sources=(State.IN_FORCE, State.RENEWED, State.ENDED),
            target=State.RENEWED,
            allowed=can_manage,
            label=_("Registra il rinnovo"),
            done=_("Protocollo rinnovato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            "end",
            sources=(State.SIGNED, State.IN_FORCE, State.RENEWED),
            target=State.ENDED,
            allowed=can_manage,
            label=_("Registra la conclusione"),
            done=_("Protocollo concluso prima del termine"),
            needs_act=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            "expire",
            sources=(State.IN_FORCE, State.RENEWED),
            target=State.ENDED,
            allowed=lambda user, protocol: False,
            label=_("Raggiunge il termine"),
            done=_("Termine raggiunto"),
            public=True,
            system=True,
        ),
    ),
)

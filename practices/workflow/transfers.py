"""The life of a transfer and of its meetings, as tables."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from practices.models import Transfer, TransferMeeting
from practices.permissions.transfers import (
    can_adopt,
    can_answer,
    can_confirm,
    can_meet,
    can_meet_about,
    can_send_back,
)

S = Transfer.State
M = TransferMeeting.State

TRANSFER_WORKFLOW = Workflow(
    "transfer",
    (
        Transition(
            "answer",
            sources=(S.WANTED,),
            target=S.IN_CONTACT,
            allowed=can_answer,
            label=_("Rispondi e indica un contatto"),
            done=_("Risposta data, con un contatto"),
        ),
        Transition(
            "decline",
            sources=(S.WANTED,),
            target=S.DECLINED,
            allowed=can_answer,
            label=_("Non accogliere la richiesta"),
            done=_("Richiesta non accolta"),
            needs_comment=True,
            dangerous=True,
        ),
        Transition(
            "meet",
            sources=(S.IN_CONTACT,),
            target=S.MEETING,
            allowed=can_meet,
            label=_("Programma un incontro"),
            done=_("Primo incontro in programma"),
        ),
        Transition(
            "start_adapting",
            sources=(S.IN_CONTACT, S.MEETING),
            target=S.ADAPTING,
            allowed=can_adopt,
            label=_("Comincia l'adattamento"),
            done=_("Adattamento cominciato"),
        ),
        Transition(
            "declare",
            sources=(S.ADAPTING,),
            target=S.DECLARED,
            allowed=can_adopt,
            label=_("Registra l'atto di adozione"),
            done=_("Adozione dichiarata"),
            needs_act=True,
        ),
        Transition(
            "adopt",
            sources=(S.DECLARED,),
            target=S.ADOPTED,
            allowed=can_confirm,
            label=_("Conferma l'adozione"),
            done=_("Adozione confermata da tutte le parti"),
            needs_act=True,
            public=True,
        ),
        Transition(
            "send_back",
            sources=(S.DECLARED,),
            target=S.ADAPTING,
            allowed=can_send_back,
            label=_("Rimanda all'adattamento"),
            done=_("Adozione rimandata all'adattamento"),
            needs_comment=True,
            dangerous=True,
        ),
        Transition(
            "record_outcome",
            sources=(S.ADOPTED,),
            target=S.EVALUATED,
            allowed=can_adopt,
            label=_("Registra l'esito"),
            done=_("Esito registrato"),
            public=True,
        ),
        Transition(
            "drop",
            sources=Transfer.OPEN_STATES,
            target=S.DROPPED,
            allowed=can_adopt,
            label=_("Abbandona"),
            done=_("Abbandonata"),
            needs_comment=True,
            dangerous=True,
        ),
    ),
)

MEETING_WORKFLOW = Workflow(
    "transfer_meeting",
    (
        Transition(
            "hold",
            sources=(M.PLANNED,),
            target=M.HELD,
            allowed=can_meet_about,
            label=_("Scrivi che cosa è emerso"),
            done=_("Incontro svolto"),
        ),
        Transition(
            "cancel",
            sources=(M.PLANNED,),
            target=M.CANCELLED,
            allowed=can_meet_about,
            label=_("Annulla l'incontro"),
            done=_("Incontro annullato"),
            needs_comment=True,
            dangerous=True,
        ),
    ),
)

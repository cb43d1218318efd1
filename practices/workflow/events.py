"""The life of an event, and of a registration for one, as tables."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from practices.models import ExchangeEvent, Registration
from practices.permissions.events import can_leave, can_manage_event, can_manage_registration

S = ExchangeEvent.State
R = Registration.State

EVENT_WORKFLOW = Workflow(
    "event",
    (
        Transition(
            "publish",
            sources=(S.DRAFT,),
            target=S.PUBLISHED,
            allowed=can_manage_event,
            label=_("Pubblica"),
            done=_("Pubblicato"),
            public=True,
        ),
        # From the draft too: an event of the past is recorded, it was never announced here.
        Transition(
            "hold",
            sources=(S.PUBLISHED, S.DRAFT),
            target=S.HELD,
            allowed=can_manage_event,
            label=_("Segna come svolto"),
            done=_("Svolto"),
            public=True,
            system=True,
        ),
        Transition(
            "close",
            sources=(S.HELD,),
            target=S.CLOSED,
            allowed=can_manage_event,
            label=_("Pubblica il verbale"),
            done=_("Verbale pubblicato"),
            public=True,
        ),
        Transition(
            "reopen",
            sources=(S.CLOSED,),
            target=S.HELD,
            allowed=can_manage_event,
            label=_("Correggi il verbale"),
            done=_("Verbale ritirato per correggerlo"),
            needs_comment=True,
        ),
        Transition(
            "cancel",
            sources=(S.PUBLISHED,),
            target=S.CANCELLED,
            allowed=can_manage_event,
            label=_("Annulla l'incontro"),
            done=_("Annullato"),
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            "discard",
            sources=(S.DRAFT,),
            target=S.DISCARDED,
            allowed=can_manage_event,
            label=_("Scarta la bozza"),
            done=_("Bozza scartata"),
            dangerous=True,
        ),
    ),
)

REGISTRATION_WORKFLOW = Workflow(
    "registration",
    (
        Transition(
            "seat",
            sources=(R.PENDING,),
            target=R.REGISTERED,
            allowed=can_manage_registration,
            label=_("Conferma l'iscrizione"),
            done=_("Iscrizione confermata, con posto"),
            system=True,
        ),
        Transition(
            "queue",
            sources=(R.PENDING,),
            target=R.WAITING,
            allowed=can_manage_registration,
            label=_("Metti in lista d'attesa"),
            done=_("Iscrizione confermata, in lista d'attesa"),
            system=True,
        ),
        Transition(
            "promote",
            sources=(R.WAITING,),
            target=R.REGISTERED,
            allowed=can_manage_registration,
            label=_("Dai un posto"),
            done=_("Si è liberato un posto"),
            system=True,
        ),
        Transition(
            "cancel",
            sources=(R.PENDING, R.REGISTERED, R.WAITING),
            target=R.CANCELLED,
            allowed=can_leave,
            label=_("Annulla l'iscrizione"),
            done=_("Iscrizione annullata"),
            dangerous=True,
            system=True,
        ),
        Transition(
            "attend",
            sources=(R.REGISTERED,),
            target=R.ATTENDED,
            allowed=can_manage_registration,
            label=_("Segna presente"),
            done=_("Presente all'incontro"),
        ),
        Transition(
            "unattend",
            sources=(R.ATTENDED,),
            target=R.REGISTERED,
            allowed=can_manage_registration,
            label=_("Togli la presenza"),
            done=_("Presenza tolta"),
        ),
    ),
)

"""The way of a realignment: asked, declared by the holder, confirmed with an act."""

from django.utils.translation import gettext_lazy as _

from certifications.models import Realignment
from certifications.permissions import can_answer_realignment, can_decide_realignment
from familynet.kernel.workflow import Transition, Workflow

R = Realignment.State
REALIGNMENT_WORKFLOW = Workflow(
    "realignment",
    (
        Transition(
            name="answer",
            sources=(R.ASKED,),
            target=R.ANSWERED,
            allowed=can_answer_realignment,
            label=_("Dichiara l'adeguamento"),
            done=_("L'organizzazione ha dichiarato di soddisfare il nuovo disciplinare"),
        ),
        Transition(
            name="confirm",
            sources=(R.ANSWERED,),
            target=R.CONFIRMED,
            allowed=can_decide_realignment,
            label=_("Conferma l'adeguamento"),
            done=_("Adeguamento confermato"),
            needs_act=True,
        ),
        Transition(
            name="give_back",
            sources=(R.ANSWERED,),
            target=R.ASKED,
            allowed=can_decide_realignment,
            label=_("Rimanda all'organizzazione"),
            done=_("Adeguamento rimandato all'organizzazione"),
            needs_comment=True,
        ),
    ),
)

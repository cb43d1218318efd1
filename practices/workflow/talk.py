"""The life of a question, as a table."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from practices.models import Question
from practices.permissions.talk import can_answer, can_close, is_asker

S = Question.State

QUESTION_WORKFLOW = Workflow(
    "question",
    (
        Transition(
            "answer",
            sources=(S.OPEN,),
            target=S.ANSWERED,
            allowed=can_answer,
            label=_("Rispondi"),
            done=_("Prima risposta"),
        ),
        Transition(
            "accept",
            sources=(S.OPEN, S.ANSWERED),
            target=S.CLOSED,
            allowed=is_asker,
            label=_("Questa risposta mi è servita"),
            done=_("Chiusa con la risposta che è servita"),
        ),
        Transition(
            "close",
            sources=(S.OPEN, S.ANSWERED),
            target=S.CLOSED,
            allowed=can_close,
            label=_("Chiudi la domanda"),
            done=_("Chiusa"),
        ),
        Transition(
            "reopen",
            sources=(S.CLOSED,),
            target=S.OPEN,
            allowed=can_close,
            label=_("Riapri la domanda"),
            done=_("Riaperta"),
        ),
    ),
)

"""The way of a disciplinare: drafted, reviewed, published with its act, superseded."""

from django.utils.translation import gettext_lazy as _

from certifications.models import SchemeVersion
from certifications.permissions import can_publish, can_send_to_review
from familynet.kernel.workflow import Transition, Workflow, nobody

S = SchemeVersion.State

VERSION_WORKFLOW = Workflow(
    "scheme_version",
    (
        Transition(
            name="send_to_review",
            sources=(S.DRAFT,),
            target=S.IN_REVIEW,
            allowed=can_send_to_review,
            label=_("Manda in revisione"),
            done=_("Disciplinare mandato in revisione"),
        ),
        Transition(
            name="send_back",
            sources=(S.IN_REVIEW,),
            target=S.DRAFT,
            allowed=can_publish,
            label=_("Rimanda in bozza"),
            done=_("Disciplinare rimandato in bozza"),
            needs_comment=True,
        ),
        Transition(
            name="publish",
            sources=(S.IN_REVIEW,),
            target=S.PUBLISHED,
            allowed=can_publish,
            label=_("Pubblica"),
            done=_("Disciplinare pubblicato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="supersede",
            sources=(S.PUBLISHED,),
            target=S.SUPERSEDED,
            allowed=nobody,
            label=_("Sostituisci"),
            done=_("Disciplinare sostituito da uno più recente"),
            public=True,
            system=True,
        ),
    ),
)

"""A call for funding, and a project on its way from the request to the payment."""

from django.utils.translation import gettext_lazy as _

from certifications.models import FundedProject, FundingCall
from certifications.permissions import can_decide_project, can_follow_project, can_publish_call
from familynet.kernel.workflow import Transition, Workflow

S, P = FundingCall.State, FundedProject.State

CALL_WORKFLOW = Workflow(
    "funding_call",
    (
        Transition(
            name="publish",
            sources=(S.DRAFT,),
            target=S.PUBLISHED,
            allowed=can_publish_call,
            label=_("Pubblica il bando"),
            done=_("Bando pubblicato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="close",
            sources=(S.PUBLISHED,),
            target=S.CLOSED,
            allowed=can_publish_call,
            label=_("Concludi il bando"),
            done=_("Bando concluso"),
            needs_comment=True,
            public=True,
        ),
    ),
)
PROJECT_WORKFLOW = Workflow(
    "funded_project",
    (
        Transition(
            name="grant",
            sources=(P.ASKED,),
            target=P.GRANTED,
            allowed=can_decide_project,
            label=_("Concedi il contributo"),
            done=_("Contributo concesso"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="reject",
            sources=(P.ASKED,),
            target=P.REJECTED,
            allowed=can_decide_project,
            label=_("Non ammettere"),
            done=_("Progetto non ammesso"),
            needs_comment=True,
            needs_act=True,
            dangerous=True,
        ),
        Transition(
            name="report",
            sources=(P.GRANTED,),
            target=P.REPORTED,
            allowed=can_follow_project,
            label=_("Registra la rendicontazione"),
            done=_("Rendicontazione arrivata"),
        ),
        Transition(
            name="close",
            sources=(P.REPORTED,),
            target=P.CLOSED,
            allowed=can_follow_project,
            label=_("Registra la liquidazione"),
            done=_("Contributo liquidato"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="revoke",
            sources=(P.GRANTED, P.REPORTED),
            target=P.REVOKED,
            allowed=can_decide_project,
            label=_("Revoca il contributo"),
            done=_("Contributo revocato"),
            needs_comment=True,
            needs_act=True,
            public=True,
            dangerous=True,
        ),
    ),
)

"""The way of an assignment: declared, judged, submitted; or withdrawn by the office."""

from django.utils.translation import gettext_lazy as _

from certifications.models import Assignment
from certifications.permissions import can_withdraw_assignment, can_work_on
from familynet.kernel.workflow import Transition, Workflow

A = Assignment.State

ASSIGNMENT_WORKFLOW = Workflow(
    "assignment",
    (
        Transition(
            name="declare_free",
            sources=(A.ASSIGNED,),
            target=A.WORKING,
            allowed=can_work_on,
            label=_("Non ho conflitti di interessi"),
            done=_("Dichiarata l'assenza di conflitti di interessi"),
        ),
        Transition(
            name="declare_conflict",
            sources=(A.ASSIGNED,),
            target=A.CONFLICT,
            allowed=can_work_on,
            label=_("Dichiaro un conflitto"),
            done=_("Dichiarato un conflitto di interessi"),
            needs_comment=True,
        ),
        Transition(
            name="submit",
            sources=(A.WORKING,),
            target=A.SUBMITTED,
            allowed=can_work_on,
            label=_("Consegna la valutazione"),
            done=_("Valutazione consegnata"),
        ),
        Transition(
            name="withdraw",
            sources=(A.ASSIGNED, A.WORKING),
            target=A.WITHDRAWN,
            allowed=can_withdraw_assignment,
            label=_("Ritira l'assegnazione"),
            done=_("Assegnazione ritirata"),
            needs_comment=True,
            dangerous=True,
        ),
    ),
)

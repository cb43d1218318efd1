"""The life of a version between the two sides, as a table."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from practices.models import PracticeVersion
from practices.permissions import can_propose, can_validate_jointly, can_withdraw_proposal

S = PracticeVersion.State

JOINT_WORKFLOW = Workflow(
    "joint",
    (
        Transition(
            "propose",
            sources=(S.OWN, S.DECLINED),
            target=S.PROPOSED,
            allowed=can_propose,
            label=_("Proponi alla biblioteca comune"),
            done=_("Proposta alla biblioteca comune"),
        ),
        Transition(
            "withdraw",
            sources=(S.PROPOSED,),
            target=S.OWN,
            allowed=can_withdraw_proposal,
            label=_("Ritira la proposta"),
            done=_("Proposta ritirata"),
        ),
        # The system takes a proposal back when a newer version takes its place.
        Transition(
            "supersede",
            sources=(S.PROPOSED,),
            target=S.OWN,
            allowed=lambda user, version: False,
            label=_("Superata da una versione più nuova"),
            done=_("Superata da una versione più nuova"),
            system=True,
        ),
        Transition(
            "validate",
            sources=(S.PROPOSED,),
            target=S.VALIDATED,
            allowed=can_validate_jointly,
            label=_("Valida per la biblioteca comune"),
            done=_("Validata insieme"),
        ),
        Transition(
            "request_changes",
            sources=(S.PROPOSED,),
            target=S.CHANGES_REQUESTED,
            allowed=can_validate_jointly,
            label=_("Chiedi modifiche"),
            done=_("L'altra amministrazione chiede modifiche"),
            needs_comment=True,
        ),
        Transition(
            "decline",
            sources=(S.PROPOSED,),
            target=S.DECLINED,
            allowed=can_validate_jointly,
            label=_("Non accogliere"),
            done=_("Non accolta nella biblioteca comune"),
            needs_comment=True,
            dangerous=True,
        ),
    ),
)

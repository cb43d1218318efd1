"""A table of mutual recognition: drafted, published with its act, closed with another."""

from django.utils.translation import gettext_lazy as _

from certifications.models import RequirementMap
from certifications.permissions import can_publish_map
from familynet.kernel.workflow import Transition, Workflow

S = RequirementMap.State

RECOGNITION_WORKFLOW = Workflow(
    "requirement_map",
    (
        Transition(
            name="publish",
            sources=(S.DRAFT,),
            target=S.PUBLISHED,
            allowed=can_publish_map,
            label=_("Metti in vigore"),
            done=_("Corrispondenze in vigore"),
            needs_act=True,
            public=True,
        ),
        Transition(
            name="close",
            sources=(S.PUBLISHED,),
            target=S.CLOSED,
            allowed=can_publish_map,
            label=_("Togli dal vigore"),
            done=_("Corrispondenze non più in vigore"),
            needs_comment=True,
            needs_act=True,
            public=True,
            dangerous=True,
        ),
    ),
)

"""A family infrastructure: written down, published, closed."""

from django.utils.translation import gettext_lazy as _

from certifications.models import Infrastructure
from certifications.permissions import can_publish_infrastructure
from familynet.kernel.workflow import Transition, Workflow

S = Infrastructure.State

INFRASTRUCTURE_WORKFLOW = Workflow(
    "infrastructure",
    (
        Transition(
            name="publish",
            sources=(S.DRAFT,),
            target=S.PUBLISHED,
            allowed=can_publish_infrastructure,
            label=_("Pubblica"),
            done=_("Infrastruttura pubblicata"),
            public=True,
        ),
        Transition(
            name="close",
            sources=(S.DRAFT, S.PUBLISHED),
            target=S.CLOSED,
            allowed=can_publish_infrastructure,
            label=_("Chiudi"),
            done=_("Infrastruttura chiusa"),
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
    ),
)

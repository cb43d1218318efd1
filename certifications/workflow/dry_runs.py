"""The way of a dry run: asked for, computed by a job."""

from django.utils.translation import gettext_lazy as _

from certifications.models import DryRun
from familynet.kernel.workflow import Transition, Workflow, nobody

D = DryRun.State
DRY_RUN_WORKFLOW = Workflow(
    "dry_run",
    (
        Transition(
            name="start",
            sources=(D.WAITING,),
            target=D.RUNNING,
            allowed=nobody,
            label=_("Avvia"),
            done=_("Prova cominciata"),
            system=True,
        ),
        Transition(
            name="finish",
            sources=(D.RUNNING,),
            target=D.DONE,
            allowed=nobody,
            label=_("Concludi"),
            done=_("Prova conclusa"),
            system=True,
        ),
        Transition(
            name="fail",
            sources=(D.WAITING, D.RUNNING),
            target=D.FAILED,
            allowed=nobody,
            label=_("Ferma"),
            done=_("Prova fermata da un errore"),
            system=True,
        ),
    ),
)

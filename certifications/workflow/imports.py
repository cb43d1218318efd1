"""The way of an import of the register."""

from django.utils.translation import gettext_lazy as _

from certifications.models import ImportRun
from certifications.permissions import can_import_run
from familynet.kernel.workflow import Transition, Workflow, nobody

R = ImportRun.State
IMPORT_WORKFLOW = Workflow(
    "import",
    (
        Transition(
            name="check",
            sources=(R.UPLOADED, R.CHECKED),
            target=R.CHECKED,
            allowed=can_import_run,
            label=_("Controlla di nuovo"),
            done=_("File controllato"),
        ),
        Transition(
            name="start",
            sources=(R.CHECKED,),
            target=R.RUNNING,
            allowed=can_import_run,
            label=_("Importa"),
            done=_("Importazione avviata"),
        ),
        Transition(
            name="commit",
            sources=(R.RUNNING,),
            target=R.COMMITTED,
            allowed=nobody,
            label=_("Concludi"),
            done=_("Importazione conclusa"),
            system=True,
        ),
        Transition(
            name="give_back",
            sources=(R.RUNNING,),
            target=R.CHECKED,
            allowed=nobody,
            label=_("Restituisci"),
            done=_("Importazione fermata: nel frattempo i dati sono cambiati"),
            system=True,
        ),
        Transition(
            name="refuse",
            sources=(R.UPLOADED, R.CHECKED),
            target=R.REFUSED,
            allowed=can_import_run,
            label=_("Scarta il file"),
            done=_("File scartato"),
            dangerous=True,
        ),
    ),
)

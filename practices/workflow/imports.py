"""The way of an import of practices."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from practices.models import PracticeImport
from practices.permissions.imports import can_handle_import, nobody

S = PracticeImport.State

IMPORT_WORKFLOW = Workflow(
    "practice import",
    (
        Transition(
            name="check",
            sources=(S.UPLOADED,),
            target=S.CHECKED,
            allowed=nobody,
            label=_("Controlla"),
            done=_("File controllato"),
            system=True,
        ),
        Transition(
            name="check_again",
            sources=(S.CHECKED,),
            target=S.UPLOADED,
            allowed=can_handle_import,
            label=_("Controlla di nuovo"),
            done=_("Nuovo controllo chiesto"),
        ),
        Transition(
            name="refuse",
            sources=(S.UPLOADED,),
            target=S.DISCARDED,
            allowed=nobody,
            label=_("Rifiuta"),
            done=_("File non leggibile"),
            system=True,
        ),
        Transition(
            name="start",
            sources=(S.CHECKED,),
            target=S.RUNNING,
            allowed=can_handle_import,
            label=_("Importa"),
            done=_("Importazione avviata"),
        ),
        Transition(
            name="finish",
            sources=(S.RUNNING,),
            target=S.DONE,
            allowed=nobody,
            label=_("Concludi"),
            done=_("Importazione conclusa"),
            system=True,
        ),
        Transition(
            name="give_back",
            sources=(S.RUNNING,),
            target=S.CHECKED,
            allowed=nobody,
            label=_("Restituisci"),
            done=_("Importazione fermata: nulla è stato scritto"),
            system=True,
        ),
        Transition(
            name="discard",
            sources=(S.UPLOADED, S.CHECKED),
            target=S.DISCARDED,
            allowed=can_handle_import,
            label=_("Scarta il file"),
            done=_("File scartato"),
            dangerous=True,
        ),
    ),
)

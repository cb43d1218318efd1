"""The life of a practice, as a table."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.workflow import Transition, Workflow
from practices.models import Practice
from practices.permissions import (
    can_archive,
    can_discard,
    can_incorporate,
    can_publish_first,
    can_submit,
    can_validate,
    can_withdraw,
)

S = Practice.State

PRACTICE_WORKFLOW = Workflow(
    "practice",
    (
        Transition(
            "submit",
            sources=(S.DRAFT, S.CHANGES_REQUESTED),
            target=S.SUBMITTED,
            allowed=can_submit,
            label=_("Invia alla validazione"),
            done=_("Inviata alla validazione"),
        ),
        Transition(
            "withdraw",
            sources=(S.SUBMITTED,),
            target=S.DRAFT,
            allowed=can_withdraw,
            label=_("Ritira e torna alla bozza"),
            done=_("Ritirata dall'autore"),
        ),
        Transition(
            "request_changes",
            sources=(S.SUBMITTED,),
            target=S.CHANGES_REQUESTED,
            allowed=can_validate,
            label=_("Chiedi modifiche"),
            done=_("Richieste modifiche"),
            needs_comment=True,
        ),
        Transition(
            "publish",
            sources=(S.SUBMITTED,),
            target=S.PUBLISHED,
            allowed=can_publish_first,
            label=_("Pubblica"),
            done=_("Pubblicata"),
            public=True,
        ),
        # The end of a working copy: its text becomes the next version of the published practice.
        Transition(
            "incorporate",
            sources=(S.SUBMITTED,),
            target=S.INCORPORATED,
            allowed=can_incorporate,
            label=_("Pubblica la nuova versione"),
            done=_("Confluita in una nuova versione"),
        ),
        Transition(
            "discard",
            sources=(S.DRAFT, S.CHANGES_REQUESTED),
            target=S.DISCARDED,
            allowed=can_discard,
            label=_("Abbandona questa versione"),
            done=_("Abbandonata"),
            dangerous=True,
        ),
        Transition(
            "reject",
            sources=(S.SUBMITTED,),
            target=S.REJECTED,
            allowed=can_validate,
            label=_("Respingi"),
            done=_("Respinta"),
            needs_comment=True,
            dangerous=True,
        ),
        Transition(
            "archive",
            sources=(S.PUBLISHED,),
            target=S.ARCHIVED,
            allowed=can_archive,
            label=_("Archivia"),
            done=_("Archiviata"),
            needs_comment=True,
            public=True,
            dangerous=True,
        ),
        Transition(
            "republish",
            sources=(S.ARCHIVED,),
            target=S.PUBLISHED,
            allowed=can_validate,
            label=_("Pubblica di nuovo"),
            done=_("Pubblicata di nuovo"),
            public=True,
        ),
    ),
)

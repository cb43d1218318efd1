"""Forms of certifications."""

from certifications.forms.applications import (
    AnswersForm,
    FactsForm,
    SubmitForm,
    WithdrawForm,
    revisions_of,
)
from certifications.forms.certificates import (
    ChangeStateForm,
    ImportForm,
    MissingActForm,
)
from certifications.forms.life import (
    CheckForm,
    ConditionForm,
    ReasonForm,
    RenunciationForm,
    TransferForm,
)
from certifications.forms.recognition import (
    CloseMapForm,
    MapNoteForm,
    MatchForm,
    NewMapForm,
)
from certifications.forms.starting import (
    CopyAnswersForm,
    StartForm,
    own_organisations,
)

__all__ = [
    "AnswersForm",
    "ChangeStateForm",
    "CheckForm",
    "CloseMapForm",
    "ConditionForm",
    "CopyAnswersForm",
    "FactsForm",
    "ImportForm",
    "MapNoteForm",
    "MatchForm",
    "MissingActForm",
    "NewMapForm",
    "ReasonForm",
    "RenunciationForm",
    "StartForm",
    "SubmitForm",
    "TransferForm",
    "WithdrawForm",
    "own_organisations",
    "revisions_of",
]

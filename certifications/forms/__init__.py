"""Forms of certifications."""

from certifications.forms.certificates import (
    ChangeStateForm,
    ImportForm,
    MissingActForm,
)
from certifications.forms.recognition import (
    CloseMapForm,
    MapNoteForm,
    MatchForm,
    NewMapForm,
from certifications.forms.life import (
    CheckForm,
    ConditionForm,
    ReasonForm,
    RenunciationForm,
    TransferForm,
)

__all__ = [
    "ChangeStateForm",
    "CloseMapForm",
    "CheckForm",
    "ConditionForm",
    "ImportForm",
    "MapNoteForm",
    "MatchForm",
    "MissingActForm",
    "NewMapForm",
    "ReasonForm",
    "RenunciationForm",
    "TransferForm",
]

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
)

__all__ = [
    "ChangeStateForm",
    "CloseMapForm",
    "ImportForm",
    "MapNoteForm",
    "MatchForm",
    "MissingActForm",
    "NewMapForm",
]

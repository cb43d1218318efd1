"""Forms of certifications."""

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

__all__ = [
    "ChangeStateForm",
    "CheckForm",
    "ConditionForm",
    "ImportForm",
    "MissingActForm",
    "ReasonForm",
    "RenunciationForm",
    "TransferForm",
]

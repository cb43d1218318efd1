"""Forms of certifications."""

from certifications.forms.certificates import (
    ChangeStateForm,
    ImportForm,
    MissingActForm,
)

__all__ = [
    "ChangeStateForm",
    "ImportForm",
    "MissingActForm",
]

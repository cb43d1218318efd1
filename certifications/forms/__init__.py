"""Forms of certifications."""

from certifications.forms.certificates import (
    ChangeStateForm,
    ImportForm,
    MissingActForm,
)
from certifications.forms.procedure import (
    AskIntegrationForm,
    IntegrationAnswerForm,
    OfficerForm,
    ProtocolForm,
    RulesForm,
)

__all__ = [
    "AskIntegrationForm",
    "ChangeStateForm",
    "ImportForm",
    "IntegrationAnswerForm",
    "MissingActForm",
    "OfficerForm",
    "ProtocolForm",
    "RulesForm",
]

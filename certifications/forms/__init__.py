"""Forms of certifications."""

from certifications.forms.applications import AnswersForm, FactsForm, SubmitForm, WithdrawForm, revisions_of
from certifications.forms.certificates import ChangeStateForm, ImportForm, MissingActForm
from certifications.forms.procedure import (
    AskIntegrationForm,
    IntegrationAnswerForm,
    OfficerForm,
    ProtocolForm,
    RulesForm,
)
from certifications.forms.starting import CopyForm, StartForm, own_organisations

__all__ = [
    "AnswersForm",
    "AskIntegrationForm",
    "ChangeStateForm",
    "CopyForm",
    "FactsForm",
    "ImportForm",
    "IntegrationAnswerForm",
    "MissingActForm",
    "OfficerForm",
    "ProtocolForm",
    "RulesForm",
    "StartForm",
    "SubmitForm",
    "WithdrawForm",
    "own_organisations",
    "revisions_of",
]

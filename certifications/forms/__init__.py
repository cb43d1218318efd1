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
    "IntegrationAnswerForm",
    "MissingActForm",
    "OfficerForm",
    "ProtocolForm",
    "RulesForm",
from certifications.forms.realignments import (
    DeclareForm,
    PlanForm,
)
from certifications.forms.schemes import (
    CategoryForm,
    LogoForm,
    SchemeFileForm,
    SchemeForm,
    WindowForm,
)
from certifications.forms.versions import (
    BandForm,
    CopyForm,
    PublishForm,
    RequirementForm,
    SectionForm,
    SendBackForm,
    ServiceForm,
    VersionForm,
)

__all__ = [
    "BandForm",
    "CategoryForm",
    "ChangeStateForm",
    "CopyForm",
    "DeclareForm",
    "ImportForm",
    "LogoForm",
    "MissingActForm",
    "PlanForm",
    "PublishForm",
    "RequirementForm",
    "SchemeFileForm",
    "SchemeForm",
    "SectionForm",
    "SendBackForm",
    "ServiceForm",
    "VersionForm",
    "WindowForm",
]

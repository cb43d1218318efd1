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
from certifications.forms.funding import (
    CallDocumentForm,
    CommentForm,
    FundingCallForm,
    GrantForm,
    IncreaseForm,
    OpinionForm,
    ProjectForm,
    RemoveDocumentForm,
    ReplaceFileForm,
    TieForm,
)
from certifications.forms.infrastructures import InfrastructureForm, KindForm, owners_for
from certifications.forms.life import (
    CheckForm,
    ConditionForm,
    ReasonForm,
    RenunciationForm,
    TransferForm,
)
from certifications.forms.phases import (
    AreaForm,
    CycleForm,
    FeeForm,
    FieldForm,
    IndicatorForm,
    LevelForm,
    PhaseForm,
    PlanRuleForm,
)
from certifications.forms.procedure import (
    AskIntegrationForm,
    IntegrationAnswerForm,
    LifeRulesForm,
    OfficerForm,
    ProtocolForm,
    RulesForm,
)
from certifications.forms.realignments import (
    DeclareForm,
    PlanForm,
)
from certifications.forms.recognition import (
    CloseMapForm,
    MapNoteForm,
    MatchForm,
    NewMapForm,
)
from certifications.forms.releases import (
    ReleaseForm,
)
from certifications.forms.schemes import (
    CategoryForm,
    LogoForm,
    SchemeFileForm,
    SchemeForm,
    WindowForm,
)
from certifications.forms.starting import (
    CopyAnswersForm,
    StartForm,
    own_organisations,
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
    "AnswersForm",
    "AreaForm",
    "AskIntegrationForm",
    "BandForm",
    "CallDocumentForm",
    "CategoryForm",
    "ChangeStateForm",
    "CheckForm",
    "CloseMapForm",
    "CommentForm",
    "ConditionForm",
    "CopyAnswersForm",
    "CopyForm",
    "CycleForm",
    "DeclareForm",
    "FactsForm",
    "FeeForm",
    "FieldForm",
    "FundingCallForm",
    "GrantForm",
    "ImportForm",
    "IncreaseForm",
    "IndicatorForm",
    "InfrastructureForm",
    "IntegrationAnswerForm",
    "KindForm",
    "LevelForm",
    "LifeRulesForm",
    "LogoForm",
    "MapNoteForm",
    "MatchForm",
    "MissingActForm",
    "NewMapForm",
    "OfficerForm",
    "OpinionForm",
    "PhaseForm",
    "PlanForm",
    "PlanRuleForm",
    "ProjectForm",
    "ProtocolForm",
    "PublishForm",
    "ReasonForm",
    "ReleaseForm",
    "RemoveDocumentForm",
    "RenunciationForm",
    "ReplaceFileForm",
    "RequirementForm",
    "RulesForm",
    "SchemeFileForm",
    "SchemeForm",
    "SectionForm",
    "SendBackForm",
    "ServiceForm",
    "StartForm",
    "SubmitForm",
    "TieForm",
    "TransferForm",
    "VersionForm",
    "WindowForm",
    "WithdrawForm",
    "own_organisations",
    "owners_for",
    "revisions_of",
]

"""Forms of certifications."""

from certifications.forms.certificates import (
    ChangeStateForm,
    ImportForm,
    MissingActForm,
)
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

"""Districts, their agreements and members; programmes of actions and their progress."""

from districts.models.agreements import AgreementAmendment, AreaAgreement
from districts.models.districts import District
from districts.models.members import DistrictMember
from districts.models.programmes import Action, Programme, ProgrammeAction, ProgressUpdate
from districts.models.taxonomy import ActionArea, Taxonomy

__all__ = [
    "Action",
    "ActionArea",
    "AgreementAmendment",
    "AreaAgreement",
    "District",
    "DistrictMember",
    "Programme",
    "ProgrammeAction",
    "ProgressUpdate",
    "Taxonomy",
]

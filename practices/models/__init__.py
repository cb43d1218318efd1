"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.clarity import USUAL_MINIMUM, ClarityRule, ClarityWaiver
from practices.models.practice import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Practice,
    PracticeQuerySet,
    Searchable,
    free_slug,
)
from practices.models.records import PracticeDocument, Review
from practices.models.taxonomy import PolicyArea, TargetGroup, Taxonomy
from practices.models.uploads import DocumentRevision, UploadInProgress, UploadPart, earlier_versions

__all__ = [
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "USUAL_MINIMUM",
    "ClarityRule",
    "ClarityWaiver",
    "DocumentRevision",
    "PolicyArea",
    "Practice",
    "PracticeDocument",
    "PracticeQuerySet",
    "Review",
    "Searchable",
    "TargetGroup",
    "Taxonomy",
    "UploadInProgress",
    "UploadPart",
    "earlier_versions",
    "free_slug",
]

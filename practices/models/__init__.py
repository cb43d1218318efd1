"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.meetings import MeetingDocument, TransferMeeting
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
from practices.models.transfers import (
    SUMMARY_OF_CHANGES,
    AdaptationItem,
    Side,
    Transfer,
    TransferConfirmation,
    TransferQuerySet,
)

__all__ = [
    "SUMMARY_LENGTH",
    "SUMMARY_OF_CHANGES",
    "TITLE_LENGTH",
    "AdaptationItem",
    "MeetingDocument",
    "PolicyArea",
    "Practice",
    "PracticeDocument",
    "PracticeQuerySet",
    "Review",
    "Searchable",
    "Side",
    "TargetGroup",
    "Taxonomy",
    "Transfer",
    "TransferConfirmation",
    "TransferMeeting",
    "TransferQuerySet",
    "free_slug",
]

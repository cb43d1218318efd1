"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.clarity import (
    USUAL_MINIMUM,
    ClarityRule,
    ClarityWaiver,
)
from practices.models.collections import (
    Collection,
    CollectionItem,
    free_collection_slug,
)
from practices.models.events import (
    EventMaterial,
    ExchangeEvent,
    ExchangeEventQuerySet,
    free_event_slug,
)
from practices.models.evidence import (
    Dimension,
    EvidenceCriteria,
    EvidenceLevel,
    EvidenceRating,
    EvidenceRequirement,
    Grade,
)
from practices.models.follows import (
    Follow,
)
from practices.models.freshness import (
    FreshnessReminder,
    LibraryRules,
    rules_for,
)
from practices.models.imports import (
    PracticeImport,
    PracticeImportRow,
)
from practices.models.likeness import (
    LikenessFormula,
    PracticeContext,
)
from practices.models.meetings import (
    MeetingDocument,
    TransferMeeting,
)
from practices.models.practice import (
    CHANGE_NOTE_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    HeadingText,
    Practice,
    PracticeQuerySet,
    Searchable,
    SearchedText,
)
from practices.models.records import (
    PracticeDocument,
)
from practices.models.registrations import (
    CalendarKey,
    Registration,
    registration_key,
)
from practices.models.reviews import (
    Review,
    SectionComment,
    Stage,
    Submission,
)
from practices.models.revisions import DocumentRevision, earlier_versions
from practices.models.slugs import (
    RESERVED_SLUGS,
    free_slug,
)
from practices.models.talk import (
    TALK_LENGTH,
    Answer,
    Contribution,
    Question,
    QuestionQuerySet,
    exchange_circle,
)
from practices.models.taxonomy import (
    PolicyArea,
    TargetGroup,
    Taxonomy,
)
from practices.models.transfers import (
    SUMMARY_OF_CHANGES,
    AdaptationItem,
    Side,
    Transfer,
    TransferConfirmation,
    TransferQuerySet,
)
from practices.models.versions import (
    PracticeVersion,
    VersionDocument,
)

__all__ = [
    "CHANGE_NOTE_LENGTH",
    "RESERVED_SLUGS",
    "SUMMARY_LENGTH",
    "SUMMARY_OF_CHANGES",
    "TALK_LENGTH",
    "TITLE_LENGTH",
    "USUAL_MINIMUM",
    "AdaptationItem",
    "Answer",
    "CalendarKey",
    "ClarityRule",
    "ClarityWaiver",
    "Collection",
    "CollectionItem",
    "Contribution",
    "Dimension",
    "DocumentRevision",
    "EventMaterial",
    "EvidenceCriteria",
    "EvidenceLevel",
    "EvidenceRating",
    "EvidenceRequirement",
    "ExchangeEvent",
    "ExchangeEventQuerySet",
    "Follow",
    "FreshnessReminder",
    "Grade",
    "HeadingText",
    "LibraryRules",
    "LikenessFormula",
    "MeetingDocument",
    "PolicyArea",
    "Practice",
    "PracticeContext",
    "PracticeDocument",
    "PracticeImport",
    "PracticeImportRow",
    "PracticeQuerySet",
    "PracticeVersion",
    "Question",
    "QuestionQuerySet",
    "Registration",
    "Review",
    "Searchable",
    "SearchedText",
    "SectionComment",
    "Side",
    "Stage",
    "Submission",
    "TargetGroup",
    "Taxonomy",
    "Transfer",
    "TransferConfirmation",
    "TransferMeeting",
    "TransferQuerySet",
    "VersionDocument",
    "earlier_versions",
    "exchange_circle",
    "free_collection_slug",
    "free_event_slug",
    "free_slug",
    "registration_key",
    "rules_for",
]

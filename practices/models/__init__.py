"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.evidence import (
    Dimension,
    EvidenceCriteria,
    EvidenceLevel,
    EvidenceRating,
    EvidenceRequirement,
    Grade,
)
from practices.models.freshness import FreshnessReminder, LibraryRules, rules_for
from practices.models.likeness import LikenessFormula, PracticeContext
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
from practices.models.records import PracticeDocument
from practices.models.reviews import Review, SectionComment, Stage, Submission
from practices.models.slugs import RESERVED_SLUGS, free_slug
from practices.models.taxonomy import PolicyArea, TargetGroup, Taxonomy
from practices.models.versions import PracticeVersion, VersionDocument

__all__ = [
    "CHANGE_NOTE_LENGTH",
    "RESERVED_SLUGS",
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "Dimension",
    "EvidenceCriteria",
    "EvidenceLevel",
    "EvidenceRating",
    "EvidenceRequirement",
    "FreshnessReminder",
    "Grade",
    "HeadingText",
    "LibraryRules",
    "LikenessFormula",
    "PolicyArea",
    "Practice",
    "PracticeContext",
    "PracticeDocument",
    "PracticeQuerySet",
    "PracticeVersion",
    "Review",
    "Searchable",
    "SearchedText",
    "SectionComment",
    "Stage",
    "Submission",
    "TargetGroup",
    "Taxonomy",
    "VersionDocument",
    "free_slug",
    "rules_for",
]

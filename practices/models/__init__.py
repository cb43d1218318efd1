"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.practice import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    HeadingText,
    Practice,
    PracticeQuerySet,
    Searchable,
    SearchedText,
    free_slug,
)
from practices.models.records import PracticeDocument, Review
from practices.models.taxonomy import PolicyArea, TargetGroup, Taxonomy

__all__ = [
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "HeadingText",
    "PolicyArea",
    "Practice",
    "PracticeDocument",
    "PracticeQuerySet",
    "Review",
    "Searchable",
    "SearchedText",
    "TargetGroup",
    "Taxonomy",
    "free_slug",
]

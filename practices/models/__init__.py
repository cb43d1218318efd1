"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.likeness import LikenessFormula, PracticeContext
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

__all__ = [
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "LikenessFormula",
    "PolicyArea",
    "Practice",
    "PracticeContext",
    "PracticeDocument",
    "PracticeQuerySet",
    "Review",
    "Searchable",
    "TargetGroup",
    "Taxonomy",
    "free_slug",
]

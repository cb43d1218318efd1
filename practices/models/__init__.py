"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.collections import Collection, CollectionItem, free_collection_slug
from practices.models.imports import PracticeImport, PracticeImportRow
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
    "Collection",
    "CollectionItem",
    "PolicyArea",
    "Practice",
    "PracticeDocument",
    "PracticeImport",
    "PracticeImportRow",
    "PracticeQuerySet",
    "Review",
    "Searchable",
    "TargetGroup",
    "Taxonomy",
    "free_collection_slug",
    "free_slug",
]

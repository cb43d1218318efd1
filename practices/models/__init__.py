"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.follows import Follow
from practices.models.practice import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Practice,
    PracticeQuerySet,
    Searchable,
    free_slug,
)
from practices.models.records import PracticeDocument, Review
from practices.models.talk import (
    TALK_LENGTH,
    Answer,
    Contribution,
    Question,
    QuestionQuerySet,
    exchange_circle,
)
from practices.models.taxonomy import PolicyArea, TargetGroup, Taxonomy

__all__ = [
    "SUMMARY_LENGTH",
    "TALK_LENGTH",
    "TITLE_LENGTH",
    "Answer",
    "Contribution",
    "Follow",
    "PolicyArea",
    "Practice",
    "PracticeDocument",
    "PracticeQuerySet",
    "Question",
    "QuestionQuerySet",
    "Review",
    "Searchable",
    "TargetGroup",
    "Taxonomy",
    "exchange_circle",
    "free_slug",
]

"""Good practices: the practice, its documents and reviews, the reference data it points at."""

from practices.models.events import EventMaterial, ExchangeEvent, ExchangeEventQuerySet, free_event_slug
from practices.models.practice import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Practice,
    PracticeQuerySet,
    Searchable,
    free_slug,
)
from practices.models.records import PracticeDocument, Review
from practices.models.registrations import CalendarKey, Registration, registration_key
from practices.models.taxonomy import PolicyArea, TargetGroup, Taxonomy

__all__ = [
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "CalendarKey",
    "EventMaterial",
    "ExchangeEvent",
    "ExchangeEventQuerySet",
    "PolicyArea",
    "Practice",
    "PracticeDocument",
    "PracticeQuerySet",
    "Registration",
    "Review",
    "Searchable",
    "TargetGroup",
    "Taxonomy",
    "free_event_slug",
    "free_slug",
    "registration_key",
]

"""What can be done with practices. Every function checks who, then the state, then changes and records."""

from practices.actions.contexts import refresh_context, refresh_contexts
from practices.actions.documents import add_document, describe_document, move_document, remove_document
from practices.actions.drafts import (
    EDITING_PAUSE,
    TEXT_FIELDS,
    StaleDraft,
    create_practice,
    save_draft,
    target_groups,
)
from practices.actions.steps import (
    archive_practice,
    publish_practice,
    reject_practice,
    republish_practice,
    request_changes,
    submit_practice,
    withdraw_practice,
)

__all__ = [
    "EDITING_PAUSE",
    "TEXT_FIELDS",
    "StaleDraft",
    "add_document",
    "archive_practice",
    "create_practice",
    "describe_document",
    "move_document",
    "publish_practice",
    "refresh_context",
    "refresh_contexts",
    "reject_practice",
    "remove_document",
    "republish_practice",
    "request_changes",
    "save_draft",
    "submit_practice",
    "target_groups",
    "withdraw_practice",
]

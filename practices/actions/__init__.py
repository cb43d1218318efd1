"""What can be done with practices. Every function checks who, then the state, then changes and records."""

from practices.actions.collections import (
    add_to_collection,
    annotate_item,
    close_collection,
    collect_practice,
    create_collection,
    describe_collection,
    move_item,
    remove_item,
    reopen_collection,
    share_collection,
)
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
    "add_to_collection",
    "annotate_item",
    "archive_practice",
    "close_collection",
    "collect_practice",
    "create_collection",
    "create_practice",
    "describe_collection",
    "describe_document",
    "move_document",
    "move_item",
    "publish_practice",
    "reject_practice",
    "remove_document",
    "remove_item",
    "reopen_collection",
    "republish_practice",
    "request_changes",
    "save_draft",
    "share_collection",
    "submit_practice",
    "target_groups",
    "withdraw_practice",
]

"""What can be done with practices. Every function checks who, then the state, then changes and records."""

from practices.actions.documents import add_document, describe_document, move_document, remove_document
from practices.actions.drafts import (
    EDITING_PAUSE,
    TEXT_FIELDS,
    StaleDraft,
    create_practice,
    save_draft,
    target_groups,
)
from practices.actions.follows import follow, unfollow
from practices.actions.steps import (
    archive_practice,
    publish_practice,
    reject_practice,
    republish_practice,
    request_changes,
    submit_practice,
    withdraw_practice,
)
from practices.actions.talk import (
    accept_answer,
    answer_question,
    ask_question,
    close_question,
    edit_contribution,
    hide_contribution,
    reopen_question,
)

__all__ = [
    "EDITING_PAUSE",
    "TEXT_FIELDS",
    "StaleDraft",
    "accept_answer",
    "add_document",
    "answer_question",
    "archive_practice",
    "ask_question",
    "close_question",
    "create_practice",
    "describe_document",
    "edit_contribution",
    "follow",
    "hide_contribution",
    "move_document",
    "publish_practice",
    "reject_practice",
    "remove_document",
    "reopen_question",
    "republish_practice",
    "request_changes",
    "save_draft",
    "submit_practice",
    "target_groups",
    "unfollow",
    "withdraw_practice",
]

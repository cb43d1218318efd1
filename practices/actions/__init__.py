"""What can be done with practices. Every function checks who, then the state, then changes and records."""

from practices.actions.contexts import refresh_context, refresh_contexts
from practices.actions.documents import (
    add_document,
    describe_document,
    move_document,
    read_document_again,
    remove_document,
)
from practices.actions.drafts import (
    EDITING_PAUSE,
    TEXT_FIELDS,
    StaleDraft,
    change_kind,
    create_practice,
    save_draft,
    target_groups,
)
from practices.actions.freshness import confirm_practice, next_review_date, remind_owners
from practices.actions.joint import judge_version, propose_version, withdraw_proposal
from practices.actions.revisions import discard_revision, open_revision
from practices.actions.rounds import answer_comment
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
    "answer_comment",
    "archive_practice",
    "change_kind",
    "confirm_practice",
    "create_practice",
    "describe_document",
    "discard_revision",
    "judge_version",
    "move_document",
    "next_review_date",
    "open_revision",
    "propose_version",
    "publish_practice",
    "read_document_again",
    "refresh_context",
    "refresh_contexts",
    "reject_practice",
    "remind_owners",
    "remove_document",
    "republish_practice",
    "request_changes",
    "save_draft",
    "submit_practice",
    "target_groups",
    "withdraw_practice",
    "withdraw_proposal",
]

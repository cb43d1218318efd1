"""What can be done with practices. Every function checks who, then the state, then changes and records."""

from practices.actions.clarity import Clarity, clarity_of, ensure_clear, needs_waiver
from practices.actions.documents import (
    MOST_DOCUMENTS,
    add_document,
    describe_document,
    move_document,
    order_documents,
    remove_document,
    replace_document,
    title_of_file,
)
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
from practices.actions.uploads import (
    PART_BYTES,
    WrongOffset,
    add_part,
    cancel_upload,
    finish_upload,
    forget_unfinished_uploads,
    start_upload,
)

__all__ = [
    "EDITING_PAUSE",
    "MOST_DOCUMENTS",
    "PART_BYTES",
    "TEXT_FIELDS",
    "Clarity",
    "StaleDraft",
    "WrongOffset",
    "add_document",
    "add_part",
    "archive_practice",
    "cancel_upload",
    "clarity_of",
    "create_practice",
    "describe_document",
    "ensure_clear",
    "finish_upload",
    "forget_unfinished_uploads",
    "move_document",
    "needs_waiver",
    "order_documents",
    "publish_practice",
    "reject_practice",
    "remove_document",
    "replace_document",
    "republish_practice",
    "request_changes",
    "save_draft",
    "start_upload",
    "submit_practice",
    "target_groups",
    "title_of_file",
    "withdraw_practice",
]

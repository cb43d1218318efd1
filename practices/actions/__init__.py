"""What can be done with practices. Every function checks who, then the state, then changes and records."""

from practices.actions.adaptations import (
    add_item,
    change_item,
    remove_item,
    tie_adaptation,
    write_adaptation,
)
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
from practices.actions.freshness import (
    confirm_practice,
    next_review_date,
    remind_owners,
)
from practices.actions.joint import (
    judge_version,
    propose_version,
    withdraw_proposal,
)
from practices.actions.revisions import (
    discard_revision,
    open_revision,
)
from practices.actions.rounds import (
    answer_comment,
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
from practices.actions.transfer_meetings import (
    add_meeting_document,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
)
from practices.actions.transfers import (
    answer_request,
    ask_for_practice,
    confirm_adoption,
    declare_adoption,
    decline_request,
    drop_transfer,
    record_outcome,
    remind_of_outcome,
    send_back_adoption,
    start_adapting,
)

__all__ = [
    "EDITING_PAUSE",
    "TEXT_FIELDS",
    "StaleDraft",
    "add_document",
    "add_item",
    "add_meeting_document",
    "answer_comment",
    "answer_request",
    "archive_practice",
    "ask_for_practice",
    "cancel_meeting",
    "change_item",
    "change_kind",
    "change_meeting",
    "confirm_adoption",
    "confirm_practice",
    "create_practice",
    "declare_adoption",
    "decline_request",
    "describe_document",
    "discard_revision",
    "drop_transfer",
    "hold_meeting",
    "judge_version",
    "move_document",
    "next_review_date",
    "open_revision",
    "plan_meeting",
    "propose_version",
    "publish_practice",
    "read_document_again",
    "record_outcome",
    "reject_practice",
    "remind_of_outcome",
    "remind_owners",
    "remove_document",
    "remove_item",
    "republish_practice",
    "request_changes",
    "save_draft",
    "send_back_adoption",
    "start_adapting",
    "submit_practice",
    "target_groups",
    "tie_adaptation",
    "withdraw_practice",
    "withdraw_proposal",
    "write_adaptation",
]

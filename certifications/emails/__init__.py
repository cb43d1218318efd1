"""Which event sends which mail to whom."""

from certifications.emails.applications import (
    application_arrived,
    application_submitted,
    application_taken_back,
    application_withdrawn,
    tell_applicant,
)
from certifications.emails.certificates import (
    tell_state_changed,
)
from certifications.emails.life import (
    remind,
    tell_cancelled,
    tell_condition_checked,
    tell_condition_sent,
    tell_dismissed,
    tell_failed,
    tell_overdue,
    tell_planned,
    tell_proposed,
    tell_renewed,
    tell_renunciation_asked,
    tell_transferred,
)
from certifications.emails.procedure import (
    file_assigned,
    integration_answered,
    integration_asked,
    integration_closed,
    officer_changed,
    procedure_started,
    term_is_near,
)
from certifications.emails.processes import (
    ask_appointee,
    tell_process,
    tell_term,
)
from certifications.emails.schemes import (
    realignment_answered,
    realignment_asked,
    realignment_confirmed,
    realignment_due,
    realignment_given_back,
    version_in_review,
    version_published,
    version_sent_back,
)

__all__ = [
    "application_arrived",
    "application_submitted",
    "application_taken_back",
    "application_withdrawn",
    "ask_appointee",
    "file_assigned",
    "integration_answered",
    "integration_asked",
    "integration_closed",
    "officer_changed",
    "procedure_started",
    "realignment_answered",
    "realignment_asked",
    "realignment_confirmed",
    "realignment_due",
    "realignment_given_back",
    "remind",
    "tell_applicant",
    "tell_cancelled",
    "tell_condition_checked",
    "tell_condition_sent",
    "tell_dismissed",
    "tell_failed",
    "tell_overdue",
    "tell_planned",
    "tell_process",
    "tell_proposed",
    "tell_renewed",
    "tell_renunciation_asked",
    "tell_state_changed",
    "tell_term",
    "tell_transferred",
    "term_is_near",
    "version_in_review",
    "version_published",
    "version_sent_back",
]

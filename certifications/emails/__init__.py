"""Which event sends which mail to whom."""

from certifications.emails.applications import (
    application_submitted,
    application_withdrawn,
    tell_applicant,
)
from certifications.emails.certificates import (
    tell_state_changed,
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

__all__ = [
    "application_submitted",
    "application_withdrawn",
    "file_assigned",
    "integration_answered",
    "integration_asked",
    "integration_closed",
    "officer_changed",
    "procedure_started",
    "tell_applicant",
    "tell_state_changed",
    "term_is_near",
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
    "realignment_answered",
    "realignment_asked",
    "realignment_confirmed",
    "realignment_due",
    "realignment_given_back",
    "tell_state_changed",
    "version_in_review",
    "version_published",
    "version_sent_back",
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

__all__ = [
    "remind",
    "tell_cancelled",
    "tell_condition_checked",
    "tell_condition_sent",
    "tell_dismissed",
    "tell_failed",
    "tell_overdue",
    "tell_planned",
    "tell_proposed",
    "tell_renewed",
    "tell_renunciation_asked",
    "tell_state_changed",
    "tell_transferred",
from certifications.emails.processes import ask_appointee, tell_process, tell_term

__all__ = [
    "ask_appointee",
    "tell_process",
    "tell_state_changed",
    "tell_term",
]

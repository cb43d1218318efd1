"""Which event sends which mail to whom."""

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
]

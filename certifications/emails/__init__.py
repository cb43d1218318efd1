"""Which event sends which mail to whom."""

from certifications.emails.certificates import (
    tell_state_changed,
)
from certifications.emails.processes import ask_appointee, tell_process, tell_term

__all__ = [
    "ask_appointee",
    "tell_process",
    "tell_state_changed",
    "tell_term",
]

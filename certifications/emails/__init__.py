"""Which event sends which mail to whom."""

from certifications.emails.certificates import (
    tell_state_changed,
)

__all__ = [
    "tell_state_changed",
]

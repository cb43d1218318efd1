"""Which event sends which mail to whom."""

from certifications.emails.applications import (
    application_submitted,
    application_withdrawn,
    tell_applicant,
)
from certifications.emails.certificates import (
    tell_state_changed,
)

__all__ = [
    "application_submitted",
    "application_withdrawn",
    "tell_applicant",
    "tell_state_changed",
]

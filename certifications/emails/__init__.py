"""Which event sends which mail to whom."""

from certifications.emails.certificates import (
    tell_state_changed,
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
    "realignment_answered",
    "realignment_asked",
    "realignment_confirmed",
    "realignment_due",
    "realignment_given_back",
    "tell_state_changed",
    "version_in_review",
    "version_published",
    "version_sent_back",
]

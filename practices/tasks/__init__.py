"""Jobs of the practices, found here by the queue."""

from practices.tasks import (
    events,
)
from practices.tasks.transfers import (
    remind_of_outcomes,
)

__all__ = [
    "events",
    "remind_of_outcomes",
]

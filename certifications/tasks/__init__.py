"""Jobs of certifications, found here by the queue."""

from certifications.tasks import (
    certificates,
    procedure,
    processes,
    schemes,
)

__all__ = [
    "certificates",
    "procedure",
    "processes",
    "schemes",
]

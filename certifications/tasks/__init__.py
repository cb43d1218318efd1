"""Jobs of certifications, found here by the queue."""

from certifications.tasks import (
    applications,
    certificates,
    procedure,
    processes,
    schemes,
)

__all__ = [
    "applications",
    "certificates",
    "procedure",
    "processes",
    "schemes",
]

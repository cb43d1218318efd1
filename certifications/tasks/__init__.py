"""Jobs of certifications, found here by the queue."""

from certifications.tasks import (
    applications,
    assessment,
    certificates,
    procedure,
    processes,
    schemes,
)

__all__ = [
    "applications",
    "assessment",
    "certificates",
    "procedure",
    "processes",
    "schemes",
]

"""Jobs of certifications, found here by the queue."""

from certifications.tasks import (
    assessment,
    certificates,
    procedure,
    processes,
    schemes,
)

__all__ = [
    "assessment",
    "certificates",
    "procedure",
    "processes",
    "schemes",
]

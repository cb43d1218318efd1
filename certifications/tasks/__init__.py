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
from certifications.tasks import applications, certificates

__all__ = ["applications", "certificates"]

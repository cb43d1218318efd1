"""Jobs of certifications, found here by the queue."""

from certifications.tasks import certificates

__all__ = ["certificates"]

"""Jobs of certifications, found here by the queue."""

from certifications.tasks import certificates, processes

__all__ = ["certificates", "processes"]

"""Jobs of certifications, found here by the queue."""

from certifications.tasks import certificates, procedure

__all__ = ["certificates", "procedure"]
from certifications.tasks import certificates, schemes

__all__ = ["certificates", "schemes"]
from certifications.tasks import certificates, processes

__all__ = ["certificates", "processes"]

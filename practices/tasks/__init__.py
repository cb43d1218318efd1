"""Jobs of the practices, found here by the queue."""

from practices.tasks import contexts, events, freshness, imports, transfers

__all__ = ["contexts", "events", "freshness", "imports", "transfers"]

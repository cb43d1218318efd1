"""Jobs of the practices, found here by the queue."""

from practices.tasks import events, freshness, imports, transfers

__all__ = ["events", "freshness", "imports", "transfers"]

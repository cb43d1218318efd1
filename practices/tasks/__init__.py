"""Jobs of the practices and of what is exchanged about them."""

from practices.tasks import events

__all__ = ["events"]

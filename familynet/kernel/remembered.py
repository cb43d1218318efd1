"""What many pages show and people seldom change, kept in the memory of the process until something is written.

Every write with consequences makes a history entry, so the number of the newest one says whether what was
remembered still holds (docs/decisions/0003-public-page-cache.md). What changes without an entry, such as a new
edition of reference data, is seen after PUBLIC_PAGE_SECONDS at the latest; with 0 nothing is remembered.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils.translation import get_language

T = TypeVar("T")
# An entry of the history gets its number before its transaction ends. What is made in between may still be
# the old state, so what is made just after the number moved is kept for a moment only.
SETTLING_SECONDS = 5.0
SETTLING_TTL = 2


def history_version() -> int:
    """The number of the newest history entry: every write with consequences makes one."""
    with connection.cursor() as cursor:
        # A fresh sequence already says 1; its first number does not change that, only is_called.
        cursor.execute("SELECT last_value * is_called::int FROM kernel_historyentry_id_seq")
        return cursor.fetchone()[0]


class Clock:
    """When this process last saw the number of the history move."""

    def __init__(self) -> None:
        self.version, self.since = -1, 0.0

    def ttl(self, version: int) -> int:
        """Seconds for which something made now may be kept."""
        now = time.monotonic()
        if version != self.version:
            self.version, self.since = version, now
        settled = now - self.since >= SETTLING_SECONDS
        return settings.PUBLIC_PAGE_SECONDS if settled else min(SETTLING_TTL, settings.PUBLIC_PAGE_SECONDS)


clock = Clock()


class Asked:
    """A page being made: one look at the number of the history for all of it."""

    def __init__(self, version: int | None) -> None:
        self.known = version

    @property
    def version(self) -> int:
        if self.known is None:
            self.known = history_version()
        return self.known


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


@contextmanager
def while_asked(version: int | None = None) -> Iterator[None]:
    """While a page is made, what it remembers belongs to this number of the history; looked up when not given."""
    token = _asked.set(Asked(version))
    try:
        yield
    finally:
        _asked.reset(token)


def keep(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, or gave since the last write, in the language of the reader. It must not be None."""
    if not settings.PUBLIC_PAGE_SECONDS:
        return make()
    version = (_asked.get() or Asked(None)).version
    key = f"remembered:{version}:{get_language()}:{name}"
    known: T | None = caches["pages"].get(key)
    if known is None:
        known = make()
        caches["pages"].set(key, known, clock.ttl(version))
    return known


def remembered(function: Callable[[], T]) -> Callable[[], T]:
    """A function without arguments that asks the database once for every state of the data."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def wrapper() -> T:
        return keep(name, function)

    return wrapper

"""Search over everything public, in groups; each area is asked in its own way, at most a handful of rows."""

from familynet.kernel.search import fold
from familynet.portal.search.results import Group, Part, Result, marked
from familynet.portal.search.sources import SOURCES

__all__ = ["Group", "Part", "Result", "marked", "search"]

LONGEST = 200
MOST_WORDS = 8


def search(text: str) -> list[Group]:
    """Groups with at least one hit, in the order of the site; a constant number of queries."""
    text = " ".join(text.replace("\x00", "").split())[:LONGEST]
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return []
    groups = (source(text, words) for source in SOURCES)
    return [group for group in groups if group.results]

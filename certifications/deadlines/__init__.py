"""A person's deadlines: everything with a day on which that one, as far as the roles of today go, has to act."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from certifications.deadlines import certificates, files, phases
from certifications.deadlines.entries import MOST, Deadline, Viewer, viewer
from certifications.deadlines.feed import calendar_of_deadlines

__all__ = ["Deadline", "calendar_of_deadlines", "deadlines_of_person"]

# Each finds what one person may act on, in a number of queries that does not grow with the rows.
SOURCES: tuple[Callable[[Viewer], Iterator[Deadline]], ...] = (
    files.terms,
    files.decisions,
    files.assessments,
    files.integrations,
    files.notices,
    certificates.expiries,
    certificates.conditions_to_meet,
    certificates.conditions_to_check,
    certificates.realignments,
    certificates.overdue_notices,
    certificates.planned_changes,
    phases.phases,
    phases.opinions,
)


def deadlines_of_person(user: Any) -> list[Deadline]:
    """The nearest first; at most MOST."""
    person = viewer(user)
    found = chain.from_iterable(source(person) for source in SOURCES)
    return sorted(found, key=lambda deadline: (deadline.on, deadline.uid))[:MOST]

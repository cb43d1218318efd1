"""The history of a file as each side may read it."""

from typing import Any

from certifications.models import Application
from certifications.permissions import can_know_opinion, can_see_assessments
from familynet.kernel.history import HistoryEntry

# Steps whose reasons the office writes for itself: they may speak of assessments.
INTERNAL = ("reopen_review", "skip_assessment")


def history_for(user: Any, application: Application, *, most: int | None = None) -> list[HistoryEntry]:
    """The entries, newest first; who may not read assessments yet reads no reason that may speak of them.

    Nor does anybody read that an opinion was given who may not know of it.
    """
    entries = list(HistoryEntry.objects.of(application).select_related("actor", "act")[:most])
    if not can_see_assessments(user, application):
        for entry in entries:
            entry.comment = "" if entry.verb in INTERNAL else entry.comment
    if not can_know_opinion(user, application):
        entries = [entry for entry in entries if entry.verb != "opinion"]
    return entries

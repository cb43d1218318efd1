"""What an app tells the personal desk: the things that wait for one person."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class DeskItem:
    """One thing that waits: what it is, where to do it, since when.

    `kind` groups items under one heading (an Italian plural such as "Buone pratiche da validare").
    """

    kind: str | Promise
    title: str
    url: str
    since: datetime.datetime | datetime.date | None = None
    note: str | Promise = ""
    due: datetime.date | None = None

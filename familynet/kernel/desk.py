"""What an app tells the personal desk: the things that wait for one person."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import DateField, DateTimeField, F, Field, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

MOST, TEXTS = 10, 5


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


class Row(NamedTuple):
    """What a Waiting asks for: its texts (None where the database has none), a moment and two days."""

    texts: tuple[Any, ...]
    since: datetime.datetime | None
    on: datetime.date | None
    due: datetime.date | None


@dataclass(frozen=True)
class Waiting:
    """Things that wait, as one part of the query that an app asks for all its parts at once (`items_of`).

    `rows` is in order, without joins that repeat a row; `texts` (five at most), `since`, `on` and `due` are names
    of fields or expressions; `item` makes the DeskItem of a Row, or None when there is nothing to show.
    """

    rows: QuerySet
    texts: Sequence[Any]
    item: Callable[[Row], DeskItem | None]
    since: Any = None
    on: Any = None
    due: Any = None
    most: int = MOST


def items_of(parts: Iterable[Waiting]) -> list[DeskItem]:
    """What waits, part after part, by one query (UNION ALL) whatever their number; by none without parts."""
    asked = list(parts)
    if not asked:
        return []
    first, *others = [_columns(part, number) for number, part in enumerate(asked)]
    rows = list(first.union(*others, all=True) if others else first)
    # The database keeps the order inside a part; that of the parts is nowhere promised.
    items = [
        asked[number].item(Row(tuple(rest[:TEXTS]), *rest[TEXTS:]))
        for number, *rest in sorted(rows, key=lambda row: row[0])
    ]
    return [item for item in items if item is not None]


def _columns(part: Waiting, number: int) -> QuerySet:
    """The first rows of a part in the columns that all parts share."""
    texts = [*part.texts, *[None] * (TEXTS - len(part.texts))]
    given: list[tuple[Any, Field]] = [(text, TextField()) for text in texts]
    given += [(part.since, DateTimeField()), (part.on, DateField()), (part.due, DateField())]
    columns: dict[str, Any] = {"desk_part": Value(number, output_field=IntegerField())}
    for place, (value, field) in enumerate(given):
        expression = Value(value) if value is None else F(value) if isinstance(value, str) else value
        columns[f"desk_{place}"] = Cast(expression, field)
    return part.rows.annotate(**columns).values_list(*columns)[: part.most]

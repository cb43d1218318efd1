"""What a search gives back, and what every source needs to look words up and to mark them.

Marked texts are lists of parts (text, is_hit); the template escapes each part.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from familynet.kernel.search import fold

SHOWN = 5


@dataclass(frozen=True)
class Part:
    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Result:
    """One hit: marked title, address, a line about it, a marked passage."""

    title: list[Any]
    url: str
    note: str = ""
    passage: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """The hits of one area; `url` leads to all of them."""

    title: str | Promise
    results: list[Result]
    total: int
    url: str = ""
    note: str | Promise = ""


def marked(text: str, words: Iterable[str]) -> list[Part]:
    """A text as parts, where the words that begin like one of those typed are hits."""
    wanted = tuple(word for word in words if len(word) > 1)
    pieces = re.split(r"(\w+)", text)
    return [
        Part(piece, bool(index % 2) and bool(wanted) and fold(piece).startswith(wanted))
        for index, piece in enumerate(pieces)
        if piece
    ]


def top(queryset: QuerySet) -> tuple[list[Any], int]:
    """The first rows and how many there are in all, in one query."""
    rows = list(queryset.annotate(total_found=Window(Count("pk")))[:SHOWN])
    return rows, rows[0].total_found if rows else 0


def contains_all(column: str, words: Iterable[str]) -> Q:
    """Every word stands at the beginning of a word of a folded column."""
    found = Q()
    for word in words:
        found &= Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
    return found


def listing(route: str, **params: str) -> str:
    """The address of a list with its parameters."""
    return f"{reverse(route)}?{urlencode(params)}" if params else reverse(route)

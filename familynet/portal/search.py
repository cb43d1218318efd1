"""Search over everything public, in groups; each area is asked in its own way, at most a handful of rows.

Marked texts are lists of parts (text, is_hit); the template escapes each part.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from certifications.filters import AFTER_WORDS, with_words
from certifications.models import Certificate
from districts.models import District, DistrictMember
from familynet.kernel.search import fold
from familynet.networks.models import Membership, Network
from familynet.organisations.models import Organisation
from practices.models import Practice
from practices.search import find, mark

SHOWN = 5
LONGEST = 200
MOST_WORDS = 8


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


def search(text: str) -> list[Group]:
    """Groups with at least one hit, in the order of the site; a constant number of queries."""
    text = " ".join(text.replace("\x00", "").split())[:LONGEST]
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return []
    groups = (source(text, words) for source in SOURCES)
    return [group for group in groups if group.results]


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


def organisations(text: str, words: list[str]) -> Group:
    """Organisations of which something public is known; codice fiscale as well."""
    known = (
        Exists(Certificate.objects.filter(organisation=OuterRef("pk")))
        | Exists(Membership.objects.filter(organisation=OuterRef("pk"), state__in=Membership.CURRENT_STATES))
        | Exists(DistrictMember.objects.filter(organisation=OuterRef("pk"), state="member"))
    )
    named = contains_all("folded_name", words) | Q(fiscal_code=text.upper())
    found = Organisation.objects.filter(named, known).exclude(state=Organisation.State.MERGED)
    rows, total = top(found.select_related("municipality__province").order_by("folded_name", "pk"))
    results = [
        Result(
            marked(row.name, words),
            reverse("portal:organisation", args=[row.slug]),
            f"{row.get_kind_display()} · {row.municipality}",
        )
        for row in rows
    ]
    return Group(_("Organizzazioni"), results, total)


def certificates(text: str, words: list[str]) -> Group:
    rows, total = top(with_words(Certificate.objects.for_register(), text).order_by(*AFTER_WORDS))
    results = [
        Result(
            marked(f"{row.scheme.name} – {row.organisation.name}", words),
            reverse("certifications:certificate", args=[row.public_id]),
            f"{row.get_state_display()} · {row.organisation.municipality}",
        )
        for row in rows
    ]
    return Group(_("Certificati"), results, total, listing("certifications:register", q=text))


def practices(text: str, words: list[str]) -> Group:
    match = find(text)
    found = Practice.objects.published().for_cards().filter(match.condition)
    total = found.count()
    rows = list(match.in_order(found, total)[:SHOWN])
    mark(rows, match)
    results = [
        Result(
            row.title_parts,
            reverse("practices:detail", args=[row.slug]),
            str(row.administration),
            getattr(row, "passage_parts", None) or row.summary_parts,
        )
        for row in rows
    ]
    return Group(_("Buone pratiche"), results, total, listing("practices:list", q=text))


def districts(text: str, words: list[str]) -> Group:
    found = District.objects.public().filter(contains_all("folded_name", words))
    rows, total = top(found.select_related("administration").order_by("folded_name", "pk"))
    results = [
        Result(
            marked(row.name, words),
            reverse("districts:detail", args=[row.slug]),
            f"{row.get_kind_display()} · {row.administration}",
            marked(row.summary, words),
        )
        for row in rows
    ]
    return Group(_("Distretti famiglia"), results, total, listing("districts:list", q=text))


def networks(text: str, words: list[str]) -> Group:
    """There are a handful of networks: looked through here."""
    rows = [
        row for row in Network.objects.all() if all(word in fold(f"{row.name} {row.summary}") for word in words)
    ]
    results = [
        Result(
            marked(row.name, words),
            reverse("networks:detail", args=[row.slug]),
            passage=marked(row.summary, words),
        )
        for row in rows[:SHOWN]
    ]
    return Group(_("Reti"), results, len(rows), listing("networks:list"))


SOURCES: tuple[Callable[[str, list[str]], Group], ...] = (
    organisations,
    certificates,
    practices,
    districts,
    networks,
)

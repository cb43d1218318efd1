"""Two contents side by side, section by section, with the words that differ marked.

Marks are lists of parts, never HTML: the template escapes each part. Contents have the shape of
snapshots.content_of. Contact fields are compared only for readers who may see them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from practices.models import Practice
from practices.sections import LABELS, SECTIONS, Section
from practices.snapshots import CONTACT_FIELDS, Frozen

# Beyond so many pairs of words an exact comparison would take long; then frequent words are no anchors.
MANY_PAIRS = 4_000_000
SKIPPED = ("province_codes",)


@dataclass(frozen=True)
class Piece:
    """A part of a text; `changed` when the other side does not have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class FieldDifference:
    label: str
    before: list[Piece]
    after: list[Piece]
    changed: bool


@dataclass(frozen=True)
class SectionDifference:
    """A section with all its fields that either side has."""

    name: str
    title: str | Promise
    fields: list[FieldDifference]

    @property
    def changed(self) -> bool:
        return any(field.changed for field in self.fields)


def differences(before: dict[str, Any], after: dict[str, Any], *, with_contact: bool) -> list[SectionDifference]:
    """Every section that has something, in the order of the form; those that differ know it."""
    found = []
    for section in SECTIONS:
        fields = [
            compare_texts(label, old, new)
            for label, old, new in _texts(section, before, after, with_contact)
            if old or new
        ]
        if fields:
            found.append(SectionDifference(section.name, section.title, fields))
    return found


def compare_texts(label: str, before: str, after: str) -> FieldDifference:
    """Both texts in pieces, paragraph by paragraph, then word by word where paragraphs differ."""
    if before == after:
        return FieldDifference(label, [Piece(before)], [Piece(after)], changed=False)
    old, new = _compare(_split(r"(\n+)", before), _split(r"(\n+)", after), then_words=True)
    return FieldDifference(label, _joined(old), _joined(new), changed=True)


def _texts(
    section: Section, before: dict[str, Any], after: dict[str, Any], with_contact: bool
) -> Iterator[tuple[str, str, str]]:
    """(label, text before, text after) of the fields of a section, and of the documents in the last one."""
    if section.name == "in-breve" and before.get("kind") != after.get("kind"):
        yield _t("Tipo"), _kind(before), _kind(after)
    for field in section.fields:
        if field in SKIPPED or (field in CONTACT_FIELDS and not with_contact):
            continue
        model_field: Any = Practice._meta.get_field(field)
        label = str(LABELS.get(field) or model_field.verbose_name)
        yield label[:1].upper() + label[1:], as_text(before, field), as_text(after, field)
    if "sources" in section.fields:
        yield _t("Documenti"), _documents(before), _documents(after)


def as_text(content: dict[str, Any], field: str) -> str:
    """A field of a content as people read it."""
    value, shown = content.get(field), content["shown"]
    if field == "policy_area":
        return str(shown["policy_area"])
    if field in ("target_groups", "municipalities"):
        return ", ".join(shown[field])
    if field == "scope":
        return str(dict(Practice.Scope.choices).get(value, "")) if value else ""
    if field == "indicators":
        return "\n".join(" – ".join(filter(None, row.values())) for row in value or [])
    if field == "is_ongoing":
        return str(_("sì")) if value else ""
    if field in ("started_on", "ended_on"):
        day = parse_date(value or "")
        return date_format(day, "d/m/Y") if day else ""
    if field == "total_cost":
        cost = Frozen(content).total_cost
        return "" if cost is None else number_format(cost, 2, force_grouping=True)
    return str(value or "")


def _kind(content: dict[str, Any]) -> str:
    return str(dict(Practice.Kind.choices).get(content.get("kind", ""), ""))


def _documents(content: dict[str, Any]) -> str:
    """One line for each document; a file that changed under the same title is told by its imprint."""
    return "\n".join(f"{d['title']} ({d['name']}, {d['sha256'][:8]})" for d in content["documents"])


def _split(pattern: str, text: str) -> list[str]:
    return [piece for piece in re.split(pattern, text) if piece]


def _compare(before: list[str], after: list[str], *, then_words: bool) -> tuple[list[Piece], list[Piece]]:
    """The pieces of both sides; a replaced run is looked at again word by word."""
    old: list[Piece] = []
    new: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) * len(after) > MANY_PAIRS)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        left, right = "".join(before[a1:a2]), "".join(after[b1:b2])
        if tag == "replace" and then_words:
            words = _compare(_split(r"(\W)", left), _split(r"(\W)", right), then_words=False)
            old += words[0]
            new += words[1]
        else:
            old.append(Piece(left, tag != "equal"))
            new.append(Piece(right, tag != "equal"))
    return old, new


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of the same kind as one piece, with the blanks between two changed words."""
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].changed == piece.changed:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.changed)
        elif len(joined) > 1 and piece.changed and not joined[-1].changed and joined[-1].text.isspace():
            blank = joined.pop()
            joined[-1] = Piece(joined[-1].text + blank.text + piece.text, changed=True)
        else:
            joined.append(piece)
    return joined

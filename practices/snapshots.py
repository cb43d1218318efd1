"""A practice as plain data at one moment: what a version freezes and what a round of judgement was about.

`content_of` gives {field: plain value, …, "kind": …, "shown": {names as read that day}, "documents": […]}.
`Frozen` reads it back with the names that the templates of a practice use.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.dateparse import parse_date

from practices.models import Practice
from practices.sections import SECTIONS, value_of

TEXT_FIELDS = tuple(field for section in SECTIONS for field in section.fields)
CONTACT_FIELDS = ("contact_name", "contact_office", "contact_email", "contact_phone")
DOCUMENT_FACTS = ("title", "language", "name", "sha256")


def content_of(practice: Practice) -> dict[str, Any]:
    """Everything that people read of a practice now, as plain JSON values."""
    values = {field: _json(value_of(practice, field)) for field in TEXT_FIELDS}
    municipalities = practice.municipalities.select_related("province").order_by("name")
    rows = practice.practice_documents.select_related("document").order_by("position")
    return {
        **values,
        "kind": practice.kind,
        "shown": {
            "policy_area": practice.policy_area.name if practice.policy_area else "",
            "target_groups": [group.name for group in practice.target_groups.order_by("order", "name")],
            "municipalities": [str(municipality) for municipality in municipalities],
            "territory": practice.territory_label,
        },
        "documents": [
            {"uuid": str(row.document.uuid), **{fact: getattr(row.document, fact) for fact in DOCUMENT_FACTS}}
            for row in rows
        ],
    }


def _json(value: Any) -> Any:
    """Dates and amounts as the text in which they are stored."""
    return DjangoJSONEncoder().default(value) if isinstance(value, (datetime.date, Decimal)) else value


@dataclass(frozen=True)
class Frozen:
    """A stored content under the names of a practice, for the templates that show one."""

    content: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.content[name]
        except KeyError as error:
            raise AttributeError(name) from error

    @property
    def is_lesson(self) -> bool:
        return self.content.get("kind") == Practice.Kind.LESSON

    @property
    def area_label(self) -> str:
        return str(self.content["shown"]["policy_area"])

    @property
    def target_labels(self) -> list[str]:
        return list(self.content["shown"]["target_groups"])

    @property
    def territory_label(self) -> str:
        return str(self.content["shown"]["territory"])

    @cached_property
    def started_on(self) -> datetime.date | None:
        return parse_date(self.content["started_on"] or "")

    @cached_property
    def ended_on(self) -> datetime.date | None:
        return parse_date(self.content["ended_on"] or "")

    @cached_property
    def total_cost(self) -> Decimal | None:
        stored = self.content["total_cost"]
        return None if stored is None else Decimal(stored)

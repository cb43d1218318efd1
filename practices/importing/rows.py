"""What one row of a file would do. Shapes only: no forms, no database."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from practices.models import Practice, PracticeImport, PracticeImportRow
from practices.sections import plain

Outcome = PracticeImportRow.Outcome


@dataclass
class PlannedRow:
    """The promise of one row: `values` go to `save_draft` of `practice`, or of a new draft when it is None."""

    line: int
    title: str = ""
    outcome: str = Outcome.NEW
    practice: Practice | None = None
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """What happens, or what is wrong and where, in sentences."""
        return "\n".join(self.errors or self.notes)

    def promise(self) -> list[Any]:
        """What the import must find unchanged, as plain values."""
        values = {name: plain(value) for name, value in self.values.items()}
        return [self.line, self.outcome, self.practice.pk if self.practice else None, values, self.errors]


class Plan(NamedTuple):
    """What a whole file would do, and the headings that no column has."""

    rows: list[PlannedRow]
    unknown: list[str]

    def fingerprint(self) -> str:
        """SHA-256 of all promises: the same file over the same data gives the same one."""
        text = json.dumps([row.promise() for row in self.rows], ensure_ascii=False, cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()

    def totals(self) -> dict[str, int]:
        outcomes = [row.outcome for row in self.rows]
        return {
            "new": outcomes.count(Outcome.NEW),
            "changed": outcomes.count(Outcome.CHANGED),
            "unchanged": outcomes.count(Outcome.UNCHANGED),
            "wrong": outcomes.count(Outcome.ERROR),
        }


# Reads the file of an import; raises ValidationError when it cannot be read. The second argument hears the
# number of rows done.
Planner = Callable[[PracticeImport, Callable[[int, int], None]], Plan]

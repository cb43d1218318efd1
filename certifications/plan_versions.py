"""Two versions of a company plan side by side: what came, what went, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from certifications.models import Activity


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """`changed` are activities of both versions with the fields that differ."""

    added: list[Activity]
    removed: list[Activity]
    changed: list[tuple[Activity, list[FieldChange]]]

    @property
    def is_same(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare(older: Iterable[Activity], newer: Iterable[Activity]) -> Comparison:
    """Activities are the same when they carry the same number."""
    before = {activity.key: activity for activity in older}
    after = {activity.key: activity for activity in newer}
    both = [(before[key], after[key]) for key in after if key in before]
    changed = [(new, _changes(old, new)) for old, new in both]
    return Comparison(
        added=[activity for key, activity in after.items() if key not in before],
        removed=[activity for key, activity in before.items() if key not in after],
        changed=[(activity, changes) for activity, changes in changed if changes],
    )


def _changes(old: Activity, new: Activity) -> list[FieldChange]:
    return [
        FieldChange(
            str(getattr(Activity._meta.get_field(name), "verbose_name", name)),
            _shown(old, name),
            _shown(new, name),
        )
        for name in ("field", *Activity.TEXTS)
        if _shown(old, name) != _shown(new, name)
    ]


def _shown(activity: Activity, name: str) -> str:
    if name == "state":
        return str(activity.get_state_display())
    value = getattr(activity, name)
    return "" if value is None else str(value)

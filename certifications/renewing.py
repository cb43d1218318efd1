"""Which of last time's answers a holder has to confirm at a renewal. Pure."""

from typing import Any

# What a requirement asks; its guidance and its place in the disciplinare may change without changing that.
ASKED = ("text", "mandatory", "points_min", "points_max", "evidence", "applies_if", "due_months")


def must_confirm(before: Any, now: Any) -> bool:
    """The requirement changed since, or it ages: a document has to be shown, or it was due after the award."""
    changed = before.pk != now.pk and any(getattr(before, name) != getattr(now, name) for name in ASKED)
    return changed or now.evidence == "required" or now.due_months > 0

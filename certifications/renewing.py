"""Which of last time's answers a holder has to confirm at a renewal. Pure."""

from typing import Any

# What a requirement asks; its guidance and its place in the disciplinare may change without changing that.
ASKED = ("text", "mandatory", "points_min", "points_max", "evidence", "applies_if", "due_months")


def asks_the_same(before: Any, now: Any) -> bool:
    """Two requirements of one code in two disciplinari ask the same of whoever holds the mark."""
    return before.pk == now.pk or all(getattr(before, name) == getattr(now, name) for name in ASKED)


def must_confirm(before: Any, now: Any) -> bool:
    """The requirement changed since, or it ages: a document has to be shown, or it was due after the award."""
    return not asks_the_same(before, now) or now.evidence == "required" or now.due_months > 0

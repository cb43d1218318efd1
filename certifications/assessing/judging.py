"""What an assessor may say about one requirement, and what it is worth."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

ZERO = Decimal(0)
# Codes of Judgement.Outcome.
MET, PARTLY, NOT_MET, NOT_APPLICABLE = "met", "partly", "not_met", "not_applicable"


class Range(Protocol):
    """The points of a requirement: fixed when both are equal."""

    @property
    def points_min(self) -> Decimal: ...

    @property
    def points_max(self) -> Decimal: ...


@dataclass(frozen=True)
class Found:
    """One judgement: its outcome (empty: none yet), the points given, the note."""

    outcome: str = ""
    points: Decimal | None = None
    note: str = ""


def problem_with(requirement: Range, found: Found) -> str:
    """Why the judgement is not complete, as a code; empty when it is.

    Points are asked only where the requirement has a range and is met at least in part. Whoever finds less
    than what is asked says why.
    """
    if not found.outcome:
        return "no_outcome"
    if found.outcome != MET and not found.note.strip():
        return "no_note"
    if found.outcome in (MET, PARTLY) and _has_range(requirement):
        if found.points is None:
            return "no_points"
        if not requirement.points_min <= found.points <= requirement.points_max:
            return "points_outside"
    return ""


def worth(requirement: Range, found: Found) -> Decimal:
    """The points that the judgement gives; a requirement of fixed points gives all of them or none."""
    if found.outcome not in (MET, PARTLY):
        return ZERO
    if _has_range(requirement):
        points = requirement.points_min if found.points is None else found.points
        return min(max(points, requirement.points_min), requirement.points_max)
    return requirement.points_max if found.outcome == MET else ZERO


def _has_range(requirement: Range) -> bool:
    return requirement.points_min != requirement.points_max

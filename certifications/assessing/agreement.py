"""How well assessors agree: Krippendorff's alpha, and what it says in words.

1 is full agreement, 0 what chance would give, less than 0 that they contradict each other. The threshold of
0.8, and 0.667 for tentative conclusions, are Krippendorff's own (Content Analysis, 4th ed. 2018, ch. 12).
Library and limits: docs/decisions/0034-assessment.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import krippendorff

RELIABLE, TENTATIVE = 0.8, 2 / 3
Row = Sequence[Any]


class Agreement(StrEnum):
    """What an alpha says."""

    NONE = "none"
    SAME = "same"
    HIGH = "high"
    FAIR = "fair"
    LOW = "low"


def alpha_nominal(units: Sequence[Row]) -> float | None:
    """Alpha of categories. A unit is a row with what each assessor said (None: nothing); units of one count not.

    None when nobody can say: fewer than two units were judged by two, or all judged the same.
    """
    codes = {
        value: place for place, value in enumerate(sorted({v for row in units for v in row if v is not None}))
    }
    return _alpha([[None if v is None else float(codes[v]) for v in row] for row in units], "nominal")


def alpha_interval(units: Sequence[Sequence[Decimal | None]]) -> float | None:
    """Alpha of points, by the square of their distances."""
    return _alpha([[None if v is None else float(v) for v in row] for row in units], "interval")


def _alpha(units: Sequence[Sequence[float | None]], level: Literal["nominal", "interval"]) -> float | None:
    paired = [row for row in units if sum(value is not None for value in row) > 1]
    if not can_be_told(paired):
        return None
    width = max(len(row) for row in paired)
    # The library wants one row for each assessor, with NaN where nothing was said.
    data = [[_number(row[k]) if k < len(row) else math.nan for row in paired] for k in range(width)]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))


def can_be_told(paired: Sequence[Row]) -> bool:
    """Two units at least, and not all values the same: else expected disagreement is nought."""
    return len(paired) > 1 and len({value for row in paired for value in row if value is not None}) > 1


def _number(value: float | None) -> float:
    return math.nan if value is None else value


@dataclass(frozen=True)
class Told:
    """One alpha with its meaning; `units` is how many files it is made of."""

    alpha: float | None
    level: Agreement
    units: int


def in_words(alpha: float | None, units: Sequence[Row]) -> Told:
    """What an alpha of these units says."""
    paired = [row for row in units if sum(value is not None for value in row) > 1]
    if alpha is None:
        same = len(paired) > 1
        return Told(None, Agreement.SAME if same else Agreement.NONE, len(paired))
    if alpha >= RELIABLE:
        return Told(alpha, Agreement.HIGH, len(paired))
    return Told(alpha, Agreement.FAIR if alpha >= TENTATIVE else Agreement.LOW, len(paired))

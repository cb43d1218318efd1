"""Several assessments of one file beside each other: their middle, and whether they differ too much."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Result:
    """What one assessor came to."""

    favourable: bool
    score: Decimal


def difference(results: Sequence[Result], limit: Decimal | None) -> str:
    """Why a third assessor is needed: "opinions", "points", or empty when nobody is.

    `limit` is the difference of points from which on a third is called; None: points never call one.
    """
    if len(results) < 2:
        return ""
    if len({result.favourable for result in results}) > 1:
        return "opinions"
    scores = [result.score for result in results]
    if limit is not None and max(scores) - min(scores) >= limit:
        return "points"
    return ""


def mean(scores: Iterable[Decimal]) -> Decimal | None:
    """The mean, to the hundredth; None of nothing."""
    known = list(scores)
    return statistics.mean(known).quantize(CENT) if known else None


def median(scores: Iterable[Decimal]) -> Decimal | None:
    """The middle one (of two, the middle between them), to the hundredth; None of nothing."""
    known = list(scores)
    return Decimal(statistics.median(known)).quantize(CENT) if known else None

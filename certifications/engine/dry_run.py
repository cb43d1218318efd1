"""What a holder would reach under another version, from the answers it gave once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certifications.engine.conditions import Facts
from certifications.engine.evaluation import ZERO, AnswerFacts, evaluate
from certifications.engine.rules import Rules


class Verdict(StrEnum):
    PASSES = "passes"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """`failing` are the codes of the mandatory requirements that are not met; `missing_facts` what nobody told.

    `unknown` without missing facts: nothing is on file about this holder.
    """

    verdict: Verdict
    points: Decimal = ZERO
    minimum: Decimal | None = None
    missing_points: Decimal = ZERO
    failing: tuple[str, ...] = ()
    missing_facts: tuple[str, ...] = ()


def try_holder(rules: Rules, facts: Facts, answers: Mapping[str, AnswerFacts], *, months: int) -> Outcome:
    """Judge one holder by `rules`, so many months after its award.

    A requirement that stands in the way for certain makes it fail, whatever else is not known. Without any
    answer on file, or when a missing fact decides, nobody can say.
    """
    result = evaluate(rules, facts, answers, months=months)
    failing = tuple(line.requirement.code for line in result.blocking if not line.missing)
    missing = tuple(sorted(result.missing_facts))
    if not answers:
        verdict = Verdict.UNKNOWN
    elif failing or (result.band_known and result.missing_points and not missing):
        verdict = Verdict.FAILS
    elif missing or not result.passes:
        verdict = Verdict.UNKNOWN if missing else Verdict.FAILS
    else:
        verdict = Verdict.PASSES
    return Outcome(
        verdict,
        points=result.total,
        minimum=result.minimum,
        missing_points=result.missing_points,
        failing=failing,
        missing_facts=missing,
    )

"""What a holder would reach under another version, from the answers it gave once. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certifications.engine.conditions import Facts
from certifications.engine.evaluation import ZERO, AnswerFacts, Evaluation, evaluate
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
    return outcome_of(evaluate(rules, facts, answers, months=months), answers)


def says_nothing(answers: Mapping[str, AnswerFacts]) -> bool:
    """Nothing is on file; that requirements were waived is no answer."""
    return all(answer.waived and answer.met is None for answer in answers.values())


def outcome_of(result: Evaluation, answers: Mapping[str, AnswerFacts]) -> Outcome:
    """What an evaluation of these answers says about a holder."""
    failing = tuple(line.requirement.code for line in result.blocking if not line.missing)
    missing = tuple(sorted(result.missing_facts))
    if says_nothing(answers):
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


def codes_to_ask(result: Evaluation, failing: Collection[str], missing_points: Decimal) -> list[str]:
    """What to ask a holder, in order: what it fails on and, when points lack beyond that, what can give them.

    Optional requirements come first; a mandatory one that is met is asked again only when those are not enough
    and its range leaves room for more points.
    """
    asked = [line for line in result.lines if line.requirement.code in failing]
    rooms = [line for line in result.lines if line not in asked and line.possible > line.points]
    left = missing_points - sum((line.requirement.points_min for line in asked), ZERO)
    for mandatory in (False, True):
        if left <= 0:
            break
        more = [line for line in rooms if line.requirement.mandatory == mandatory]
        asked += more
        left -= sum((line.possible - line.points for line in more), ZERO)
    codes = {line.requirement.code for line in asked}
    return [line.requirement.code for line in result.lines if line.requirement.code in codes]

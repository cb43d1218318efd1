"""Rules and answers → what an applicant reaches, with the reason of every point (the why-trace)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certifications.engine.conditions import Facts, holds, missing_facts
from certifications.engine.rules import Band, Evidence, Requirement, Rules

ZERO = Decimal(0)


class LineState(StrEnum):
    """What became of one requirement."""

    MET = "met"
    NOT_MET = "not_met"
    UNANSWERED = "unanswered"
    NO_EVIDENCE = "no_evidence"
    NO_POINTS = "no_points"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDED = "undecided"
    LATER = "later"


@dataclass(frozen=True)
class AnswerFacts:
    """What is said about one requirement: met or not (None: not said), points claimed, documents attached.

    `waived`: an act took the requirement off this holder. Unless it is met, it stands in nobody's way and gives
    nothing.
    """

    met: bool | None = None
    points: Decimal | None = None
    evidence: int = 0
    waived: bool = False


@dataclass(frozen=True)
class Line:
    """One requirement in the trace.

    `points` is what it adds, `possible` what it could add; `blocks` says that nothing can be granted while it
    stands so; `missing` names the facts without which nobody can say whether it applies.
    """

    requirement: Requirement
    state: LineState
    points: Decimal = ZERO
    possible: Decimal = ZERO
    blocks: bool = False
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Evaluation:
    """The result with its trace. `band` is None when there are no bands or none can be told."""

    lines: tuple[Line, ...]
    total: Decimal
    possible: Decimal
    band: Band | None
    band_known: bool
    missing_facts: frozenset[str]

    @property
    def minimum(self) -> Decimal | None:
        """The points to reach; None when the rules have no bands or the band is not known."""
        return self.band.minimum if self.band else None

    @property
    def blocking(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.blocks)

    @property
    def missing_points(self) -> Decimal:
        return max(ZERO, (self.minimum or ZERO) - self.total)

    @property
    def passes(self) -> bool:
        """Every mandatory requirement that is due is met, and the points reach the band's minimum."""
        return self.band_known and not self.blocking and not self.missing_points

    def line(self, code: str) -> Line:
        return next(line for line in self.lines if line.requirement.code == code)


def evaluate(
    rules: Rules, facts: Facts, answers: Mapping[str, AnswerFacts], *, months: int | None = 0
) -> Evaluation:
    """Judge the answers (by code of the requirement) under the rules.

    `months` since the award says which deferred requirements are due by now; None: all of them.
    """
    lines = tuple(
        _line(requirement, facts, answers.get(requirement.code, AnswerFacts()), months)
        for requirement in rules.requirements
    )
    band, known, missing = _band(rules.bands, facts)
    return Evaluation(
        lines=lines,
        total=sum((line.points for line in lines), ZERO),
        possible=sum((line.possible for line in lines), ZERO),
        band=band,
        band_known=known,
        missing_facts=missing.union(*(line.missing for line in lines)),
    )


def _band(bands: tuple[Band, ...], facts: Facts) -> tuple[Band | None, bool, frozenset[str]]:
    """(band, known, missing facts): the first that holds; an undecided one before it leaves the band open."""
    for band in bands:
        verdict = holds(band.condition, facts)
        if verdict is None:
            return None, False, missing_facts(band.condition, facts)
        if verdict:
            return band, True, frozenset()
    return None, not bands, frozenset()


def _line(requirement: Requirement, facts: Facts, answer: AnswerFacts, months: int | None) -> Line:
    applies = holds(requirement.applies_if, facts)
    if applies is False:
        return Line(requirement, LineState.NOT_APPLICABLE)
    if months is not None and requirement.due_months > months:
        return Line(requirement, LineState.LATER)
    state, points = _judge(requirement, answer)
    is_met = state in (LineState.MET, LineState.NO_POINTS)
    if answer.waived and not is_met:
        return Line(requirement, LineState.NOT_APPLICABLE)
    if applies is None:
        missing = missing_facts(requirement.applies_if, facts)
        # Nobody can say that it does not apply, so a mandatory one still stands in the way.
        return Line(requirement, LineState.UNDECIDED, blocks=requirement.mandatory, missing=missing)
    return Line(
        requirement,
        state,
        points=points,
        possible=requirement.points_max,
        blocks=requirement.mandatory and not is_met,
    )


def _judge(requirement: Requirement, answer: AnswerFacts) -> tuple[LineState, Decimal]:
    if answer.met is None:
        return LineState.UNANSWERED, ZERO
    if not answer.met:
        return LineState.NOT_MET, ZERO
    if requirement.evidence == Evidence.REQUIRED and not answer.evidence:
        return LineState.NO_EVIDENCE, ZERO
    if not requirement.has_range:
        return LineState.MET, requirement.points_max
    if answer.points is None:
        # Met, but how far nobody said: the least that the range gives.
        return LineState.NO_POINTS, requirement.points_min
    return LineState.MET, min(max(answer.points, requirement.points_min), requirement.points_max)

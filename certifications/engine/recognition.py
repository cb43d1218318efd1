"""What a holder of one mark has already shown for another, requirement by requirement, and the gap left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certifications.engine.conditions import Facts, holds
from certifications.engine.evaluation import AnswerFacts
from certifications.engine.rules import Evidence, Requirement, Rules


class Relation(StrEnum):
    """What the requirement asked for is to the one already met.

    EXACT: the same. BROADER: it asks less, so who met the other meets it. CLOSE: much alike, to be looked at
    again. NONE: nothing of the other scheme helps.
    """

    EXACT = "exact"
    BROADER = "broader"
    CLOSE = "close"
    NONE = "none"


COVERING = (Relation.EXACT, Relation.BROADER)


@dataclass(frozen=True)
class Match:
    """`target` is asked for, `source` was met (codes); without a source the relation is NONE."""

    target: str
    source: str | None = None
    relation: Relation = Relation.NONE


class Cover(StrEnum):
    """How far a requirement is covered by what was shown before."""

    COVERED = "covered"
    TO_CHECK = "to_check"
    NOT_SHOWN = "not_shown"
    UNMATCHED = "unmatched"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class RecognisedLine:
    """One requirement of the scheme asked for: how far it is covered, by which one, the answer to start with."""

    requirement: Requirement
    cover: Cover
    source: str | None = None
    relation: Relation = Relation.NONE
    answer: AnswerFacts | None = None

    @property
    def is_gap(self) -> bool:
        """Still to be shown or looked at."""
        return self.cover in (Cover.TO_CHECK, Cover.NOT_SHOWN, Cover.UNMATCHED)


def recognise(
    asked: Rules, facts: Facts, matches: Iterable[Match], shown: Mapping[str, AnswerFacts]
) -> tuple[RecognisedLine, ...]:
    """Each requirement of `asked` in order, under what was `shown` (by code of the source's requirements)."""
    by_target = {match.target: match for match in matches}
    return tuple(
        _line(requirement, facts, by_target.get(requirement.code, Match(requirement.code)), shown)
        for requirement in asked.requirements
    )


def _line(
    requirement: Requirement, facts: Facts, match: Match, shown: Mapping[str, AnswerFacts]
) -> RecognisedLine:
    if holds(requirement.applies_if, facts) is False:
        return RecognisedLine(requirement, Cover.NOT_APPLICABLE)
    if match.source is None or match.relation == Relation.NONE:
        return RecognisedLine(requirement, Cover.UNMATCHED)
    before = shown.get(match.source)
    if before is None or not before.met:
        return RecognisedLine(requirement, Cover.NOT_SHOWN, match.source, match.relation)
    lacks_evidence = requirement.evidence == Evidence.REQUIRED and not before.evidence
    covered = match.relation in COVERING and not lacks_evidence
    return RecognisedLine(
        requirement,
        Cover.COVERED if covered else Cover.TO_CHECK,
        match.source,
        match.relation,
        # What has to be looked at again is not said yet: the person decides, the documents are there.
        AnswerFacts(met=True if covered else None, points=_points(requirement, before), evidence=before.evidence),
    )


def _points(requirement: Requirement, before: AnswerFacts) -> Decimal | None:
    """The points claimed before, as far as the range of the requirement asked for allows."""
    if not requirement.has_range or before.points is None:
        return None
    return min(max(before.points, requirement.points_min), requirement.points_max)

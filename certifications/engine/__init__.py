"""The criteria engine: pure functions over rules, facts and answers; no database, no request, no clock."""

from certifications.engine.conditions import (
    Condition,
    holds,
    parse_condition,
)
from certifications.engine.evaluation import (
    AnswerFacts,
    Evaluation,
    Line,
    LineState,
    evaluate,
)
from certifications.engine.rules import (
    Band,
    Evidence,
    Requirement,
    Rules,
)

__all__ = [
    "AnswerFacts",
    "Band",
    "Condition",
    "Evaluation",
    "Evidence",
    "Line",
    "LineState",
    "Requirement",
    "Rules",
    "evaluate",
    "holds",
    "parse_condition",
]

"""Assessment as values: what a judgement is worth, when two differ too much, how well assessors agree."""

from certifications.assessing.agreement import (
    Agreement,
    alpha_interval,
    alpha_nominal,
    in_words,
)
from certifications.assessing.comparing import (
    Result,
    difference,
    mean,
    median,
)
from certifications.assessing.judging import (
    Found,
    problem_with,
    worth,
)

__all__ = [
    "Agreement",
    "Found",
    "Result",
    "alpha_interval",
    "alpha_nominal",
    "difference",
    "in_words",
    "mean",
    "median",
    "problem_with",
    "worth",
]

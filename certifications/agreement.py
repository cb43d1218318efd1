"""How well independent assessors agree, requirement by requirement, over all files of one disciplinare."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from certifications.assessing import alpha_interval, alpha_nominal, in_words
from certifications.assessing.agreement import Told
from certifications.models import Assignment, Judgement, Requirement, SchemeVersion


@dataclass(frozen=True)
class AgreementLine:
    """One requirement: agreement on the outcome, and on the points where it has a range."""

    requirement: Requirement
    outcome: Told
    points: Told | None


def doubly_assessed(version: SchemeVersion) -> Any:
    """The independent assessments of files with two of them at least; a third counts as one more."""
    blind = Assignment.objects.submitted().filter(application__version=version, blind=True)
    double = blind.order_by().values("application").annotate(n=Count("pk")).filter(n__gte=2)
    return blind.filter(application__in=double.values("application"))


def agreement_of(version: SchemeVersion) -> list[AgreementLine]:
    """The table of one version, in its order. Two queries, whatever the number of files."""
    units: dict[int, dict[int, list[Judgement]]] = defaultdict(lambda: defaultdict(list))
    judgements = Judgement.objects.filter(assignment__in=doubly_assessed(version)).select_related("assignment")
    for judgement in judgements.order_by("assignment__application", "assignment"):
        units[judgement.requirement_id][judgement.assignment.application_id].append(judgement)
    requirements = version.requirements.select_related("section")
    return [_line(requirement, list(units[requirement.pk].values())) for requirement in requirements]


def _line(requirement: Requirement, units: list[list[Judgement]]) -> AgreementLine:
    outcomes = [[j.outcome or None for j in unit] for unit in units]
    points = [[j.points for j in unit] for unit in units]
    ranged = requirement.points_min != requirement.points_max
    return AgreementLine(
        requirement,
        in_words(alpha_nominal(outcomes), outcomes),
        in_words(alpha_interval(points), points) if ranged else None,
    )

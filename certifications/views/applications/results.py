"""The result of an application in words and as pieces of pages: the panel, the trace, the live answer."""

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from certifications.models import Application
from certifications.permissions import open_requirements
from certifications.self_assessment import Item, SectionPart, SelfAssessment
from certifications.wording import trace


def explained(assessment: SelfAssessment) -> dict[str, Any]:
    """The context of _score.html and _trace.html; also for pages of the office."""
    evaluation = assessment.evaluation
    minimum = evaluation.minimum
    # A bar of points, or of requirements where nothing gives points.
    value, most = evaluation.total, max(evaluation.possible, minimum or 0)
    if not most:
        value, most = (Decimal(number) for number in trace.counted(evaluation))
    return {
        "assessment": assessment,
        "evaluation": evaluation,
        "headline": trace.headline(evaluation),
        "score_line": trace.score_line(evaluation),
        "missing": trace.what_is_missing(evaluation),
        "score_minimum": minimum,
        "score_value": value,
        "score_max": most or 1,
    }


def editable_items(application: Application, part: SectionPart) -> list[Item]:
    """The items of a section that may be changed now."""
    allowed = open_requirements(application)
    return [item for item in part.items if allowed is None or item.requirement.pk in allowed]


def live_result(assessment: SelfAssessment, part: SectionPart) -> dict[str, Any]:
    """The panel as HTML, and what each requirement of the section adds now."""
    return {
        "panel": render_to_string("certifications/_score.html", explained(assessment)),
        "lines": {
            str(item.requirement.pk): render_to_string("certifications/_trace_line.html", {"item": item})
            for item in part.items
        },
    }

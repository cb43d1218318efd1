"""The written criteria of the evidence levels, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practices.models import Dimension, EvidenceCriteria, Grade


@login_not_required
@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """What each grade asks, and which grades make a level; older versions of the criteria below."""
    criteria = EvidenceCriteria.objects.in_force().prefetch_related("requirements", "levels").first()
    rows = []
    if criteria:
        texts = {(r.dimension, r.grade): r.text for r in criteria.requirements.all()}
        rows = [
            (dimension.label, [texts.get((dimension.value, grade.value), "") for grade in Grade])
            for dimension in Dimension
        ]
    context = {
        "criteria": criteria,
        "rows": rows,
        "grades": Grade,
        "older": EvidenceCriteria.objects.exclude(pk=criteria.pk) if criteria else [],
    }
    return render(request, "practices/evidence_levels.html", context)

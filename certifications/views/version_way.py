"""The multi-year part of a disciplinare at work: its way, its plan, its yearly data, each on a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from certifications.disciplinare_phases import cycles_of, fees_of
from certifications.disciplinare_plan import indicators_of, plan_of
from certifications.permissions import can_draft
from certifications.phase_checks import check_phases
from certifications.plan_checks import check_plan
from certifications.schemefiles.phases import canonical_phases
from certifications.views.versions_work import load_version, version_tabs

PAGE_TITLES: dict[str, str | Promise] = {
    "version_way": gettext_lazy("Percorso"),
    "version_plan": gettext_lazy("Piano"),
    "version_indicators": gettext_lazy("Indicatori"),
}


@require_safe
def version_way(request: HttpRequest, version_id: int) -> HttpResponse:
    """Levels, cycles with their phases on a line of months, fees."""
    version = load_version(request, version_id)
    context = {
        "levels": version.levels.all(),
        "cycles": cycles_of(version),
        "fees": fees_of(version),
    }
    return _page(request, "version_way", version, context)


@require_safe
def version_plan(request: HttpRequest, version_id: int) -> HttpResponse:
    """Macro areas with their fields, and the least that a plan contains for each size."""
    version = load_version(request, version_id)
    return _page(request, "version_plan", version, {"plan": plan_of(version)})


@require_safe
def version_indicators(request: HttpRequest, version_id: int) -> HttpResponse:
    version = load_version(request, version_id)
    return _page(request, "version_indicators", version, {"indicators": indicators_of(version)})


def _page(request: HttpRequest, name: str, version: Any, context: dict[str, Any]) -> HttpResponse:
    content = None if version.is_frozen else canonical_phases(version)
    findings = [*check_phases(content), *check_plan(content)] if content else []
    common = {
        "version": version,
        "page_title": PAGE_TITLES[name],
        "tabs": version_tabs(version, name),
        "findings": sorted(findings, key=lambda finding: not finding.stops),
        "may_draft": can_draft(request.user, version),
    }
    return render(request, f"certifications/schemes/{name}.html", {**common, **context})

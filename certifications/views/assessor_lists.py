"""An assessor's own work list: the page and its downloads."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certifications.filters import AssessmentFilter
from certifications.models import Assignment
from certifications.permissions import may_assess
from certifications.views.work_lists import CountedPaginator, counted, query_of
from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import require
from familynet.kernel.spreadsheets import table_response

RELATED = (
    "application__organisation__municipality__province",
    "application__scheme",
    "application__category",
    "application__administration",
)
HEADER = (
    *("Codice", "Organizzazione", "Comune", "Provincia", "Marchio", "Categoria", "Stato", "AssegnataIl"),
    *("DaConsegnareEntro", "GiorniAlTermine", "TerzaValutazione", "ConsegnataIl", "ChiCertifica"),
)


def _filtered(request: UserRequest) -> AssessmentFilter:
    mine = Assignment.objects.filter(assessor__user=request.user)
    return AssessmentFilter(request.GET, queryset=mine)


@require_safe
def assessments(request: UserRequest) -> HttpResponse:
    """What waits for the assessor, the nearest term first; what was done, on demand."""
    require(may_assess(request.user))
    filterset, today = _filtered(request), timezone.localdate()
    results = filterset.results.select_related(*RELATED)
    page = CountedPaginator(results, results.count()).get_page(request.GET.get("page"))
    context = {
        "filterset": filterset,
        "page_obj": page,
        "rows": [(row, (row.due_on - today).days if row.due_on else None) for row in page.object_list],
        "counts": counted(request, Assignment.State.choices, filterset.counts, filterset.state),
        "filtered": any(request.GET.get(name) for name in filterset.filters),
        "query": query_of(request),
    }
    return render(request, "certifications/assessments.html", context)


@require_safe
def download(request: UserRequest, kind: str) -> HttpResponseBase:
    """The list under its filters as CSV or XLSX, row by row; only names of a file are in it."""
    require(may_assess(request.user))
    if kind not in ("csv", "xlsx"):
        raise Http404
    results = _filtered(request).results.select_related(*RELATED)
    return table_response(kind, "valutazioni", HEADER, _rows(results), about={})


def _rows(results: QuerySet) -> Iterator[list[Any]]:
    today = timezone.localdate()
    for assignment in results.iterator(chunk_size=500):
        application = assignment.application
        place = application.organisation.municipality
        yield [
            application.public_id,
            application.organisation.name,
            place.name,
            place.province.abbreviation,
            application.scheme.name,
            application.category.name if application.category else "",
            assignment.get_state_display(),
            timezone.localdate(assignment.assigned_at),
            assignment.due_on,
            (assignment.due_on - today).days if assignment.is_active and assignment.due_on else "",
            "sì" if assignment.is_third else "no",
            timezone.localdate(assignment.submitted_at) if assignment.submitted_at else "",
            application.administration.name,
        ]

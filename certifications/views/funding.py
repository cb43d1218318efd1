"""Calls for funding: read by anyone, with what was granted to whom (D.Lgs. 33/2013, art. 26 and 27)."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certifications.models import CallDocument, FundedProject, FundingCall
from certifications.wording.conditions import describe
from familynet.kernel.spreadsheets import csv_response

PAGE_SIZE = 20
PROJECTS = 50
RELATED = ("organisation__municipality__province", "act", "certificate__scheme", "certificate__category")
CSV_HEADER = (
    "Bando",
    "Capofila",
    "CodiceFiscale",
    "Comune",
    "Provincia",
    "Progetto",
    "Stato",
    "CostoEuro",
    "ConcessoEuro",
    "CofinanziamentoEuro",
    "Atto",
    "DataAtto",
    "Certificato",
    "Nota",
)


@login_not_required
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    page = Paginator(
        FundingCall.objects.public().with_sums().select_related("administration", "act"), PAGE_SIZE
    ).get_page(request.GET.get("page"))
    context = {"page_obj": page, "today": timezone.localdate()}
    return render(request, "certifications/call_list.html", context)


@login_not_required
@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        FundingCall.objects.public().with_sums().select_related("administration", "act"), slug=slug
    )
    page = Paginator(projects_of(found), PROJECTS).get_page(request.GET.get("page"))
    documents = CallDocument.objects.public().filter(call=found).select_related("document")
    context = {"page_obj": page, "today": timezone.localdate(), "documents": documents, **facts_of(found)}
    return render(request, "certifications/call_detail.html", context)


@login_not_required
@require_safe
def projects_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(FundingCall.objects.public(), slug=slug)
    return csv_response(f"bando-{found.slug}.csv", CSV_HEADER, _rows(found))


def facts_of(found: FundingCall) -> dict[str, Any]:
    """What the public page and the one at work both show of a call."""
    return {
        "call": found,
        "who": describe(found.condition) if found.condition else "",
        "increases": found.increases.select_related("act"),
    }


def projects_of(found: FundingCall) -> Any:
    rows = FundedProject.objects.public().filter(call=found)
    return rows.select_related(*RELATED).prefetch_related("partners")


def _rows(found: FundingCall) -> Iterator[tuple[Any, ...]]:
    for row in projects_of(found).iterator(chunk_size=500):
        place = row.organisation.municipality
        yield (
            found.title,
            row.organisation.name,
            row.organisation.fiscal_code,
            place.name,
            place.province.abbreviation,
            row.title,
            row.get_state_display(),
            row.cost,
            row.granted,
            row.cofunding,
            str(row.act or ""),
            row.act.date if row.act else None,
            f"{row.certificate.title} {row.certificate.number}".strip() if row.certificate else "",
            row.note,
        )

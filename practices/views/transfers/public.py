"""The public register of adoptions: of one practice, of all; as pages, JSON-LD and CSV."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from familynet.accounts.models import Administration
from familynet.kernel.rates import limited
from familynet.kernel.spreadsheets import csv_response
from practices.lineage import anchor
from practices.models import Practice, Transfer, TransferQuerySet
from practices.provenance import CSV_HEADER, MEDIA_TYPE, csv_row, document, for_export
from practices.views.adoptions import adoptions_panel

PER_PAGE = 20


def _practice(slug: str) -> Practice:
    return get_object_or_404(Practice.objects.public().select_related("administration"), slug=slug)


def _of(practice: Practice) -> TransferQuerySet:
    """The adoptions of a practice, and those through which it came about."""
    return Transfer.objects.filter(Q(practice=practice) | Q(resulting_practice=practice))


@login_not_required
@require_safe
def adoptions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every confirmed adoption of one practice, with what was kept, changed and dropped."""
    practice = _practice(slug)
    rows = Transfer.objects.confirmed().filter(practice=practice).with_parties().prefetch_related("items")
    context: dict[str, Any] = {
        "practice": practice,
        "panel": adoptions_panel(request, practice),
        "page_obj": Paginator(rows.order_by("-act__date", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "practices/adoptions.html", context)


@login_not_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """All confirmed adoptions, newest first, and how many each administration gave and took."""
    rows = Transfer.objects.confirmed().with_parties()
    page = Paginator(rows.order_by("-act__date", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "totals": _totals()}
    return render(request, "practices/ledger.html", context)


def _totals() -> list[tuple[Administration, int, int]]:
    """(administration, adopted from it, adopted by it); three queries."""
    confirmed = Transfer.objects.confirmed().order_by()
    given = dict(confirmed.values_list("owner").annotate(n=Count("pk")))
    taken = dict(confirmed.values_list("adopter").annotate(n=Count("pk")))
    return [(each, given.get(each.pk, 0), taken.get(each.pk, 0)) for each in Administration.objects.all()]


# --- Addresses that stay -------------------------------------------------------------------------


@login_not_required
@require_safe
def practice_id(request: HttpRequest, uuid: UUID) -> HttpResponseRedirect:
    """The lasting address of a practice leads to its page, whatever its title is now."""
    return redirect(get_object_or_404(Practice.objects.public(), uuid=uuid))


@login_not_required
@require_safe
def adoption_id(request: HttpRequest, year: int, sequence: int) -> HttpResponseRedirect:
    """The lasting address of an adoption leads to where it is told."""
    rows = Transfer.objects.confirmed().select_related("practice")
    return redirect(anchor(get_object_or_404(rows, year=year, sequence=sequence)))


# --- Exports ---------------------------------------------------------------------------------------


def _jsonld(filename: str, transfers: TransferQuerySet) -> StreamingHttpResponse:
    response = StreamingHttpResponse(document(for_export(transfers)), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _csv(filename: str, transfers: TransferQuerySet) -> StreamingHttpResponse:
    return csv_response(filename, CSV_HEADER, (csv_row(transfer) for transfer in for_export(transfers)))


@login_not_required
@require_safe
@limited("adoptions-export")
def adoptions_jsonld(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    return _jsonld(f"adozioni-{slug}.jsonld", _of(_practice(slug)))


@login_not_required
@require_safe
@limited("adoptions-export")
def adoptions_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    return _csv(f"adozioni-{slug}.csv", _of(_practice(slug)))


@login_not_required
@require_safe
@limited("adoptions-export")
def ledger_jsonld(request: HttpRequest) -> StreamingHttpResponse:
    return _jsonld("adozioni.jsonld", Transfer.objects.all())


@login_not_required
@require_safe
@limited("adoptions-export")
def ledger_csv(request: HttpRequest) -> StreamingHttpResponse:
    return _csv("adozioni.csv", Transfer.objects.all())

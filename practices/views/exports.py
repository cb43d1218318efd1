"""Lists of practices as CSV, XLSX or JSON: what the filters of the page leave, with the same columns."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from familynet.accounts.roles import Capability
from familynet.kernel.rates import limited
from familynet.kernel.spreadsheets import table_response
from practices.columns import COLUMNS, HEADER, table_rows
from practices.filters import PracticeFilterSet, WorkFilterSet
from practices.models import Practice
from practices.views.work import signed_in

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@login_not_required
@require_safe
@limited("practices-export")
def export(request: HttpRequest, format_: str) -> HttpResponseBase:
    """The public list under the filters in the address."""
    filters = PracticeFilterSet(request.GET, Practice.objects.published(), request=request)
    address = settings.SITE_URL + reverse("practices:list")
    # Very many hits of a text are ranked for a page only; a file has them by date.
    found: Any = getattr(filters.qs, "by_date", filters.qs)
    return _table(format_, found, address=address, licence=LICENCE)


@require_safe
def export_work(request: HttpRequest, format_: str) -> HttpResponseBase:
    """The work list of one's own administration, with the drafts that the person may see."""
    user = signed_in(request)
    if not user.administrations_with(Capability.PRACTICE_VIEW):
        raise PermissionDenied
    practices = Practice.objects.on_work_pages_of(user).order_by("-updated_at", "-id")
    filters = WorkFilterSet(request.GET, practices, request=request)
    return _table(format_, filters.qs, address=settings.SITE_URL + reverse("practices:work"))


def _table(format_: str, practices: QuerySet[Practice], **about: Any) -> HttpResponseBase:
    head = {"titolo": "Buone pratiche", "indirizzo": about["address"], "esportato_il": timezone.localdate()}
    if licence := about.get("licence"):
        head["licenza"] = licence
    return table_response(format_, "buone-pratiche", HEADER, table_rows(practices), about=head)


@login_not_required
@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of the file means."""
    return render(request, "practices/columns.html", {"columns": COLUMNS})

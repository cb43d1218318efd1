"""Plain Italian: the measure of a text while it is written, and how the administrations are doing."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.kernel.spreadsheets import csv_response
from practices.actions import Clarity, clarity_of
from practices.clarity_trend import median_chart, quarter_label, quarters, quartile_chart, span
from practices.forms import TEXT_LENGTH, SectionForm
from practices.models import ClarityRule, ClarityWaiver, Practice
from practices.permissions import can_measure
from practices.views.work import load, signed_in

# The public summary must reach the minimum; the others are measured for who writes.
MEASURED = ("summary", "problem", "solution")
PER_PAGE = 20


def add_clarity(form: SectionForm, practice: Practice) -> None:
    """Give the fields that are measured the clarity of the text they show."""
    for name in MEASURED:
        if name in form.fields:
            text = str(form[name].value() or "")
            form.fields[name].clarity = clarity_of(practice, text)  # type: ignore[attr-defined]


@require_POST
def measure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The clarity of a text that is being written, as a piece of the page. Nothing is stored."""
    practice = load(request, uuid)
    field, text = request.POST.get("field"), request.POST.get("text", "")
    if field not in MEASURED or len(text) > TEXT_LENGTH:
        raise BadRequest("no text to measure")
    clarity: Clarity = clarity_of(practice, text)
    return render(request, "practices/_clarity_result.html", {"clarity": clarity, "field_name": field})


@require_safe
def trend(request: HttpRequest) -> HttpResponse:
    """Median and quartiles by quarter, the share under the minimum, and who let what pass."""
    if not can_measure(signed_in(request)):
        raise PermissionDenied
    found = quarters()
    names = sorted({quarter.administration for quarter in found})
    waivers = ClarityWaiver.objects.visible_to(request.user).select_related("practice", "given_by")
    context: dict[str, Any] = {
        "quarters": list(reversed(found)),
        "median": median_chart(found) if found else None,
        "charts": [quartile_chart(found, name, number) for number, name in enumerate(names, start=1)]
        if len(span(found)) > 1
        else [],
        "minimums": own_minimums(request),
        "page_obj": Paginator(waivers, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "practices/clarity_trend.html", context)


def own_minimums(request: HttpRequest) -> list[tuple[str, int]]:
    """What the administrations of the reader ask today."""
    administrations = signed_in(request).administrations_with(Capability.PRACTICE_VIEW)
    rules = ClarityRule.objects
    return [(str(one), rules.minimum(one)) for one in Administration.objects.filter(pk__in=administrations)]


@require_safe
def trend_csv(request: HttpRequest) -> HttpResponseBase:
    """The same numbers for a spreadsheet."""
    if not can_measure(signed_in(request)):
        raise PermissionDenied
    header = [
        _("Amministrazione"),
        _("Trimestre"),
        _("Pratiche pubblicate"),
        _("Primo quartile"),
        _("Mediana"),
        _("Terzo quartile"),
        _("Sotto il minimo"),
        _("Con deroga"),
    ]
    rows = (
        [
            *(one.administration, quarter_label(one.begins), one.practices),
            *(f"{value:.1f}".replace(".", ",") for value in (one.lower, one.median, one.upper)),
            *(one.below, one.waived),
        ]
        for one in quarters()
    )
    return csv_response("chiarezza.csv", header, rows)

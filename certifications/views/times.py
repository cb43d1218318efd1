"""The public page of how long procedures take, and its table to download."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications.times import durations, durations_chart
from familynet.kernel.spreadsheets import csv_response

HEADER = ("Marchio", "Anno", "Procedimenti", "MedianaGiorni", "PercentualeNeiTermini")


@login_not_required
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    found = durations()
    chart = durations_chart(
        found,
        title=_("Giorni dall'avvio alla conclusione, mediana"),
        labels_title=_("Marchio"),
        median=_("Mediana"),
        unit=_("giorni"),
    )
    context = {"durations": found, "chart": chart, "year": found[0].year if found else None}
    return render(request, "certifications/times.html", context)


@login_not_required
@require_safe
def times_csv(request: HttpRequest) -> HttpResponseBase:
    rows = (
        [
            one.scheme,
            one.year,
            one.number,
            round(one.median, 1),
            None if one.in_time is None else round(one.in_time),
        ]
        for one in durations()
    )
    return csv_response("tempi-dei-procedimenti.csv", HEADER, rows)

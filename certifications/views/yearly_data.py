"""The yearly data model: the form of a year, the series with its charts, the benchmark, the CSV."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certifications import actions
from certifications.engine.figures import FEWEST_OTHERS, Figure
from certifications.forms.processes import DataForm
from certifications.models import DataCollection, Indicator, Phase, PhaseTemplate, Process
from certifications.permissions import can_see_data, can_send_data, can_write_data
from certifications.views.processes import frame_of, visible_process
from certifications.yearly_figures import figures_of
from familynet.accounts.requests import UserRequest
from familynet.kernel.charts import Chart, Series, line_chart
from familynet.kernel.pages import form_page, require
from familynet.kernel.spreadsheets import csv_response
from familynet.organisations.permissions import can_act_for

Years = Sequence[tuple[DataCollection, dict[str, Figure]]]


def _indicators(process: Process) -> list[Indicator]:
    return list(Indicator.objects.filter(version=process.version_id).order_by("order", "pk"))


@require_safe
def series(request: UserRequest, public_id: str) -> HttpResponse:
    """Every indicator over the years that were sent, with the benchmark of the last one."""
    process = visible_process(request, public_id)
    indicators = _indicators(process)
    years = actions.series_of(process, indicators)
    compared = actions.benchmarks(process, years[-1][0].year, indicators) if years else {}
    draft = process.collections.filter(state=DataCollection.State.DRAFT).first()
    rows = [
        (indicator, [figures[indicator.code] for _c, figures in years], compared.get(indicator.code))
        for indicator in indicators
    ]
    context = {
        **frame_of(process, "data"),
        "years": [collection for collection, _figures in years],
        "rows": rows,
        "charts": _charts(indicators, years, compared),
        "draft": draft,
        "may_write": draft is not None and can_write_data(request.user, draft),
        "may_start": draft is None and _asks_for_data(process) and can_act_for(request.user, process.organisation),
        "fewest": FEWEST_OTHERS,
    }
    return render(request, "certifications/data_series.html", context)


def _asks_for_data(process: Process) -> bool:
    asking = process.phases.filter(
        state=Phase.State.OPEN, template__closes_with__contains=[PhaseTemplate.Closing.DATA_MODEL]
    )
    return asking.filter(collection=None).exists()


def _charts(indicators: Sequence[Indicator], years: Years, compared: dict[str, Any]) -> list[Chart]:
    """One drawing for each indicator that is worth one, from the second year on."""
    if len(years) < 2:
        return []
    charts = []
    for indicator in indicators:
        if not indicator.in_charts:
            continue
        median = compared.get(indicator.code)
        charts.append(
            line_chart(
                key=f"data-{indicator.code}",
                title=indicator.title,
                labels_title=_("Anno"),
                labels=[str(collection.year) for collection, _figures in years],
                series=_lines(indicator, years),
                unit=indicator.unit,
                low=0,
                reference=(_("Organizzazioni simili"), median) if median is not None else None,
            )
        )
    return charts


def _lines(indicator: Indicator, years: Years) -> list[Series]:
    sides = [("total", _("Totale"))]
    if indicator.by_sex:
        sides += [("women", _("Donne")), ("men", _("Uomini"))]
    return [
        Series(name, [getattr(figures[indicator.code], side) for _c, figures in years]) for side, name in sides
    ]


@require_POST
def data_new(request: UserRequest, public_id: str) -> HttpResponse:
    process = visible_process(request, public_id)
    require(can_act_for(request.user, process.organisation))
    try:
        made = actions.start_collection(process=process, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("certifications:data", public_id=public_id)
    return redirect("certifications:data_year", public_id=public_id, year=made.year)


def _collection(request: UserRequest, public_id: str, year: int) -> DataCollection:
    process = visible_process(request, public_id)
    if year > 9999:  # beyond what the column holds
        year = 0
    found = get_object_or_404(process.collections.select_related("phase__template"), year=year)
    found.process = process
    if not can_see_data(request.user, found):
        raise Http404
    return found


@form_page
def data_year(request: UserRequest, public_id: str, year: int) -> HttpResponse:
    """Type the numbers of a year; a draft may have gaps. What is refused stands beside its field."""
    collection = _collection(request, public_id, year)
    may_write = can_write_data(request.user, collection)
    if request.method == "POST":
        require(may_write)
    form = DataForm(
        request.POST if request.method == "POST" else None,
        collection=collection,
        indicators=_indicators(collection.process),
    )
    if request.method == "POST" and form.is_valid() and _saved(request, collection, form):
        messages.success(request, _("Dati salvati in bozza."))
        return redirect("certifications:data_year", public_id=public_id, year=year)
    figures = figures_of([collection], _indicators(collection.process))[collection.pk]
    context = {
        **frame_of(collection.process, "data"),
        "collection": collection,
        "form": form,
        "rows": form.rows(),
        "figures": [(indicator, figures.get(indicator.code)) for indicator in _indicators(collection.process)]
        if not may_write
        else [],
        "may_write": may_write,
        "may_send": may_write and can_send_data(request.user, collection),
    }
    return render(request, "certifications/data_year.html", context)


def _saved(request: UserRequest, collection: DataCollection, form: DataForm) -> bool:
    try:
        actions.save_values(collection=collection, by=request.user, values=form.typed())
    except ValidationError as error:
        for code, sentences in error.message_dict.items():
            form.place_error(code, sentences)
        return False
    return True


@require_POST
def data_send(request: UserRequest, public_id: str, year: int) -> HttpResponse:
    collection = _collection(request, public_id, year)
    require(can_send_data(request.user, collection))
    try:
        actions.send_collection(collection=collection, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("certifications:data_year", public_id=public_id, year=year)
    messages.success(request, _("Dati dell'anno inviati."))
    return redirect("certifications:data", public_id=public_id)


@require_safe
def data_csv(request: UserRequest, public_id: str) -> HttpResponseBase:
    """The series, a line for each indicator and year."""
    process = visible_process(request, public_id)
    indicators = _indicators(process)
    years = actions.series_of(process, indicators)

    def rows() -> Iterator[list[Any]]:
        for collection, figures in years:
            for i in indicators:
                figure = figures[i.code]
                yield [
                    process.organisation.name,
                    collection.year,
                    i.code,
                    i.title,
                    i.unit,
                    figure.total,
                    figure.women,
                    figure.men,
                    _("esempio") if i.is_example else "",
                ]

    header = [
        _("Organizzazione"),
        _("Anno"),
        _("Codice"),
        _("Indicatore"),
        _("Unità"),
        _("Totale"),
        _("Donne"),
        _("Uomini"),
        _("Nota"),
    ]
    return csv_response("rilevazione-dati.csv", header, rows())

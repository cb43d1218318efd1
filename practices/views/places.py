"""Practices of places like mine: choose a place, read the ranking, the method and the numbers behind it."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from familynet.kernel.facets import Facet, FacetValue, switched
from familynet.kernel.rates import limited
from familynet.kernel.spreadsheets import csv_response
from familynet.territories.models import FactSource
from practices import place_export
from practices.filters import area_labels
from practices.forms.places import PlaceForm
from practices.likeness import Component, Formula, compare
from practices.likeness_words import LABELS, class_name, describe, explain, rule
from practices.models import LikenessFormula, Practice, PracticeContext
from practices.places import Place, count_areas, ranked

PER_PAGE = 12
MOST_AREAS = 20


def _areas(request: HttpRequest) -> list[str]:
    """The policy areas named in the address."""
    return [code for code in request.GET.getlist("area")[:MOST_AREAS] if code and "\x00" not in code]


def _formula() -> Formula | None:
    stored = LikenessFormula.objects.in_force().first()
    return stored.as_formula() if stored else None


def _place(form: PlaceForm) -> Place | None:
    """The place chosen; what is wrong with codes becomes an error of the form."""
    try:
        return form.place()
    except ValidationError as error:
        form.refused = " ".join(error.messages)
        return None


@login_not_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The ranking for the place in the address; without a place the choice alone."""
    form, formula = PlaceForm(request.GET), _formula()
    place = _place(form)
    context: dict[str, Any] = {"form": form, "place": place, "formula": formula}
    if place and formula:
        counts = count_areas()
        page = _page(request, ranked(place.context, formula, _areas(request)), counts)
        address = {**place.query, "area": _areas(request)}
        context |= {
            "page_obj": page,
            "results": _results(list(page), place, formula, form.provinces),
            "facts": describe(place.context, formula, form.provinces),
            "facets": [_area_facet(request, counts)],
            "numbers": urlencode(address, doseq=True),
        }
    return render(request, "practices/places.html", context)


def _page(request: HttpRequest, rows: QuerySet[PracticeContext], counts: Counter[str]) -> Page:
    """A page of the ranking; how long it is, is known from the counts of the areas."""
    paginator = Paginator(rows, PER_PAGE)
    chosen = set(_areas(request))
    paginator.count = sum(number for code, number in counts.items() if not chosen or code in chosen)
    return paginator.get_page(request.GET.get("page"))


def _results(
    rows: list[PracticeContext], place: Place, formula: Formula, provinces: dict[str, str]
) -> list[dict[str, Any]]:
    """The cards of a page, each with its score in words."""
    cards = {card.pk: card for card in Practice.objects.for_cards().filter(pk__in=[row.pk for row in rows])}
    results = []
    for row in rows:
        likeness = compare(place.context, row.as_context, formula)
        results.append(
            {
                "practice": cards[row.pk],
                "score": likeness.score,
                "known": round(100 * likeness.known),
                "why": explain(place.context, row.as_context, likeness, formula, provinces),
            }
        )
    return results


def _area_facet(request: HttpRequest, counts: Counter[str]) -> Facet:
    chosen = _areas(request)
    labels = area_labels({*counts, *chosen})
    values = [
        FacetValue(code, label, counts[code], code in chosen, switched(request.GET, "area", code))
        for code, label in labels.items()
    ]
    return Facet("area", _("Area di intervento"), values)


@login_not_required
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """The formula in words and numbers, its versions, the sources of the facts."""
    versions = list(LikenessFormula.objects.all())
    stored = LikenessFormula.objects.in_force().first()
    context: dict[str, Any] = {"versions": versions, "stored": stored, "sources": FactSource.objects.all()}
    if stored:
        formula = stored.as_formula()
        total = sum(formula.weights.values())
        context["classes"] = [class_name(formula, place) for place in range(len(formula.classes))]
        context["components"] = [
            (LABELS[name], formula.weights[name], 100 * formula.weights[name] / total, rule(name, formula))
            for name in Component
        ]
    return render(request, "practices/places_method.html", context)


@login_not_required
@require_safe
@limited("places-export")
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Inputs, parts and scores of every practice for one place, as CSV or JSON. 404 without a place."""
    form, formula = PlaceForm(request.GET), _formula()
    place = _place(form)
    if not place or not formula:
        raise Http404
    rows = place_export.rows(place, ranked(place.context, formula, _areas(request)), formula)
    if kind == "csv":
        return csv_response("luoghi-simili.csv", place_export.HEADER, (row.values() for row in rows))
    return JsonResponse(
        place_export.document(place, formula, list(rows)), json_dumps_params={"ensure_ascii": False}
    )

"""The register of family infrastructures for everybody: list, map, one place, downloads. No personal data."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from certifications.features import described
from certifications.filters import InfrastructureFilter
from certifications.models import Infrastructure
from certifications.views.register import without
from familynet.kernel.spreadsheets import csv_response
from familynet.territories.maps import MapPoint

PAGE_SIZE = 20
CSV_HEADER = (
    *("Tipo", "Nome", "Gestore", "Comune", "CodiceCatastale", "Provincia", "Indirizzo", "Latitudine"),
    *("Longitudine", "Apertura", "Caratteristiche", "Descrizione", "VerificataIl", "Pagina"),
)


def filtered(request: HttpRequest) -> InfrastructureFilter:
    return InfrastructureFilter(request.GET, queryset=Infrastructure.objects.public().for_cards())


@login_not_required
@require_safe
def infrastructures(request: HttpRequest) -> HttpResponse:
    """The list; with `vista=mappa` the same places on the map, which also lists them."""
    filterset = filtered(request)
    as_map = request.GET.get("vista") == "mappa"
    page = Paginator(filterset.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = without(request.GET, "page", "vista")
    context = {
        "page_obj": page,
        "facets": filterset.facets(),
        "total": page.paginator.count,
        "text": request.GET.get("q", ""),
        "hidden": [(k, v) for k, values in request.GET.lists() for v in values if k not in {"q", "page"}],
        "as_map": as_map,
        "points": list(points_of(filterset.qs)) if as_map else [],
        "list_url": request.path + kept,
        "map_url": f"{request.path}{kept}{'&' if kept else '?'}vista=mappa",
        "csv_url": reverse("certifications:infrastructures_csv") + kept,
        "geojson_url": reverse("certifications:infrastructures_geojson") + kept,
        "clear_url": request.path,
    }
    return render(request, "certifications/infrastructure_list.html", context)


def points_of(rows: Any) -> Iterator[MapPoint]:
    """Where each place is: its own position, else that of its comune."""
    for row in rows:
        latitude, longitude = position_of(row)
        if latitude is not None and longitude is not None:
            url = reverse("certifications:infrastructure", args=[row.public_id])
            yield MapPoint(latitude, longitude, f"{row.kind}: {row.name}", url, tone="neutral")


def position_of(row: Infrastructure) -> tuple[float | None, float | None]:
    if row.latitude is not None:
        return row.latitude, row.longitude
    return row.municipality.latitude, row.municipality.longitude


@login_not_required
@require_safe
def infrastructure(request: HttpRequest, public_id: str) -> HttpResponse:
    """One place; a closed one says so and stays findable."""
    known = Infrastructure.objects.exclude(state=Infrastructure.State.DRAFT).for_cards()
    found = get_object_or_404(known.select_related("certificate__scheme"), public_id=public_id)
    latitude, longitude = position_of(found)
    point = (
        MapPoint(latitude, longitude, found.name, request.path, tone="neutral") if latitude and longitude else None
    )
    context = {
        "infrastructure": found,
        "features": list(described(found.kind.features, found.features)),
        "points": [point] if point else [],
        "is_exact": found.latitude is not None,
    }
    return render(request, "certifications/infrastructure.html", context)


@login_not_required
@require_safe
def infrastructures_csv(request: HttpRequest) -> HttpResponseBase:
    rows = (_row(row) for row in filtered(request).qs.iterator(chunk_size=500))
    return csv_response("infrastrutture-famiglia.csv", CSV_HEADER, rows)


def _row(row: Infrastructure) -> tuple[Any, ...]:
    place = row.municipality
    features = "; ".join(f"{label}: {value}" for label, value in described(row.kind.features, row.features))
    return (
        *(row.kind.name, row.name, row.owner.name, place.name, place.cadastral_code),
        *(place.province.abbreviation, row.address, row.latitude, row.longitude, row.opening),
        *(features, row.description, row.checked_on, _address(row)),
    )


@login_not_required
@require_safe
def infrastructures_geojson(request: HttpRequest) -> HttpResponse:
    """Places with a position of their own (RFC 7946: longitude first)."""
    placed = filtered(request).qs.exclude(latitude=None)
    features = [
        {
            "type": "Feature",
            "id": row.public_id,
            "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {
                "tipo": row.kind.name,
                "nome": row.name,
                "gestore": row.owner.name,
                "comune": row.municipality.name,
                "caratteristiche": dict(described(row.kind.features, row.features)),
                "pagina": _address(row),
            },
        }
        for row in placed.iterator(chunk_size=500)
    ]
    response = JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )
    response["Content-Disposition"] = 'attachment; filename="infrastrutture-famiglia.geojson"'
    return response


def _address(row: Infrastructure) -> str:
    return settings.SITE_URL + reverse("certifications:infrastructure", args=[row.public_id])

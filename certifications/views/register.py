"""The public register: list, map, download, one certificate; the schemes. No personal data."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.filters import Place, RegisterFilter, per_municipality
from certifications.models import (
    Category,
    Certificate,
    IntakeWindow,
    Process,
    RegisterCount,
    Scheme,
    SchemeVersion,
)
from certifications.models.schemes import IN_FORCE
from certifications.standing import former_names, progress_of, timeline
from familynet.kernel.rates import limited
from familynet.kernel.spreadsheets import csv_response
from familynet.territories.maps import MapPoint
from familynet.territories.models import Municipality

PAGE_SIZE = 20
LISTED_PLACES = 320  # the largest province; more comuni than that are listed by the other view
CSV_HEADER = (
    *(
        "Organizzazione",
        "CodiceFiscale",
        "Comune",
        "CodiceCatastale",
        "Provincia",
        "Marchio",
        "Categoria",
        "Stato",
    ),
    *("Numero", "Atto", "DataAtto", "DataAssegnazione", "Scadenza", "DataCessazione", "Punteggio"),
    *("RequisitiSoddisfatti", "RequisitiTotali", "ProssimoRequisito", "Indirizzo"),
)


class RegisterPaginator(Paginator):
    """Pages of ids, whose total the facets have already counted."""

    def __init__(self, filterset: RegisterFilter) -> None:
        super().__init__(filterset.results.values_list("pk", flat=True), PAGE_SIZE)
        self.filterset = filterset

    @property
    def count(self) -> int:
        return self.filterset.total

    def get_page(self, number: Any) -> Page:
        """A page of whole rows: first the ids, which an index gives alone, then only these rows."""
        page = super().get_page(number)
        ids = list(page.object_list)
        found = self.filterset.queryset.filter(pk__in=ids).prefetch_related("transfers")
        rows = {row.pk: row for row in found}
        page.object_list = [rows[pk] for pk in ids if pk in rows]
        return page


def filtered(request: HttpRequest) -> RegisterFilter:
    return RegisterFilter(request.GET, queryset=Certificate.objects.for_register())


def without(params: QueryDict, *names: str) -> str:
    """The query string without some parameters, with its question mark when there is any."""
    kept = params.copy()
    for name in names:
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def frame_of(request: HttpRequest, filterset: RegisterFilter, active: str) -> dict[str, Any]:
    """What list and map share: filters, total, the addresses of the two views and of the download."""
    query = without(request.GET, "page")
    return {
        "filterset": filterset,
        "facets": filterset.facets(),
        "total": filterset.total,
        "text": filterset.cleaned.get("q", ""),
        "day": filterset.day,
        "today": timezone.localdate(),
        "today_url": request.path + without(request.GET, "page", "al"),
        "hidden": [(k, v) for k, values in request.GET.lists() for v in values if k not in {"q", "al", "page"}],
        "active": active,
        "list_url": reverse("certifications:register") + query,
        "map_url": reverse("certifications:register_map") + query,
        "csv_url": reverse("certifications:register_csv") + query,
        "clear_url": request.path,
    }


@login_not_required
def register(request: HttpRequest) -> HttpResponse:
    filterset = filtered(request)
    page = RegisterPaginator(filterset).get_page(request.GET.get("page"))
    orders = [(value, label, value == filterset.order) for value, label in order_labels().items()]
    context = {"page_obj": page, "orders": orders, **frame_of(request, filterset, "list")}
    return render(request, "certifications/register.html", context)


def order_labels() -> dict[str, str]:
    return {"nome": _("Nome"), "recenti": _("Più recenti")}


@login_not_required
def register_map(request: HttpRequest) -> HttpResponse:
    filterset = filtered(request)
    places = per_municipality(filterset.qs)
    kept = without(request.GET, "page", "comune", "provincia") or "?"
    base = reverse("certifications:register") + (kept if kept == "?" else f"{kept}&")
    rows = [(place, place_url(base, place.municipality)) for place in places]
    points = [
        map_point(place, url)
        for place, url in rows
        if place.municipality.latitude is not None and place.municipality.longitude is not None
    ]
    context = {
        "places": rows if len(rows) <= LISTED_PLACES else [],
        "points": points,
        **frame_of(request, filterset, "map"),
    }
    return render(request, "certifications/register_map.html", context)


def place_url(base: str, municipality: Municipality) -> str:
    """The list with the filters of the map and one comune."""
    return f"{base}provincia={municipality.province.abbreviation}&comune={municipality.cadastral_code}"


def map_point(place: Place, url: str) -> MapPoint:
    """A comune on the map; one that stands for a single organisation leads straight to its page."""
    name = place.municipality.name
    if place.only:
        name, url = place.only.name, reverse("portal:organisation", args=[place.only.slug])
    return MapPoint(
        place.municipality.latitude or 0,
        place.municipality.longitude or 0,
        name if place.only and place.number == 1 else f"{name}: {place.number}",
        url,
        tone="certified" if place.in_force else "neutral",
        count=place.number,
    )


@login_not_required
@limited("register-csv")
def register_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered list, row by row, in the order of the page."""

    def rows() -> Iterator[list[Any]]:
        certificates = filtered(request).results.prefetch_related("conditions")
        for certificate in certificates.iterator(chunk_size=500):
            yield csv_row(certificate, request)

    return csv_response("registro.csv", CSV_HEADER, rows())


def csv_row(certificate: Certificate, request: HttpRequest) -> list[Any]:
    organisation, act = certificate.organisation, certificate.act
    place = organisation.municipality
    progress = progress_of(certificate, list(certificate.conditions.all()), timezone.localdate())
    return [
        organisation.name,
        # A code of 16 characters belongs to a person: it is not published.
        organisation.fiscal_code if len(organisation.fiscal_code or "") == 11 else "",
        place.name,
        place.cadastral_code,
        place.province.abbreviation,
        certificate.scheme.name,
        certificate.category.name if certificate.category else "",
        certificate.shown_label,
        certificate.number,
        act.number if act else "",
        act.date if act else "",
        certificate.award_date,
        certificate.valid_to,
        certificate.ended_on,
        certificate.score,
        progress.met if progress else "",
        progress.total if progress else "",
        progress.next_due if progress else "",
        request.build_absolute_uri(reverse("certifications:certificate", args=[certificate.public_id])),
    ]


@login_not_required
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Certificate.objects.for_register(), public_id=public_id)
    others = Certificate.objects.for_register().filter(organisation=found.organisation).exclude(pk=found.pk)
    conditions = list(found.conditions.select_related("requirement__section"))
    context = {
        "certificate": found,
        "events": timeline(found),
        "conditions": conditions,
        "progress": progress_of(found, conditions, timezone.localdate()),
        "former_names": former_names(found),
        "others": others[:20],
        "process": Process.objects.public_of(found),
    }
    return render(request, "certifications/certificate.html", context)


@login_not_required
def scheme_list(request: HttpRequest) -> HttpResponse:
    schemes = Scheme.objects.select_related("administration").prefetch_related("windows").with_certified()
    return render(request, "certifications/scheme_list.html", {"schemes": schemes})


@login_not_required
def scheme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    versions = SchemeVersion.objects.public().select_related("act", "category").order_by("-valid_from", "-pk")
    schemes = Scheme.objects.select_related("administration").prefetch_related(
        Prefetch("windows", IntakeWindow.objects.select_related("act")),
        Prefetch("categories", Category.objects.prefetch_related(Prefetch("versions", versions))),
        Prefetch("versions", versions.filter(category=None), to_attr="general_versions"),
    )
    scheme = get_object_or_404(schemes, slug=slug)
    counts = RegisterCount.objects.filter(scheme=scheme, state__in=IN_FORCE).values_list("category")
    certified = dict(counts.annotate(n=Sum("n")))
    categories = [(category, certified.get(category.pk, 0)) for category in scheme.categories.all()]
    context = {"scheme": scheme, "categories": categories, "certified": sum(certified.values())}
    return render(request, "certifications/scheme_detail.html", context)

"""What anybody reads: the districts, their agreements, members and programmes."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from districts.filters import DistrictFilter
from districts.models import Action, AreaAgreement, District, DistrictMember, Programme
from familynet.accounts.models import Administration
from familynet.kernel.history import HistoryEntry
from familynet.territories.maps import MapPoint

PER_PAGE = 24


@login_not_required
@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    """Districts under the filters of the address, as a map of their comuni and as cards."""
    filterset = DistrictFilter(request.GET, queryset=District.objects.public())
    facets = filterset.facets()
    found = filterset.qs
    rows = found.with_counts().select_related("administration").order_by("folded_name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    with_districts = District.objects.public().order_by().values("administration")
    context = {
        "facets": facets,
        "page_obj": page,
        "points": points(found),
        "without_districts": Administration.objects.exclude(pk__in=with_districts),
        "filtered": bool(request.GET.get("q")) or any(facet.is_active for facet in facets),
    }
    return render(request, "districts/district_list.html", context)


@login_not_required
@require_safe
def district_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole district on one page: agreement, territory, members, programmes, history."""
    rows = District.objects.public().select_related("administration", "lead_organisation")
    district = get_object_or_404(rows, slug=slug)
    agreements = signed_agreements(district)
    programmes = Programme.objects.public().filter(district=district).with_progress().order_by("-year_from")
    context = {
        "district": district,
        "agreement": agreements[0] if agreements else None,
        "past_agreements": agreements[1:],
        "members": DistrictMember.objects.public().filter(district=district).order_by("-role", "organisation"),
        "municipalities": list(district.municipalities.select_related("province")),
        "points": points(District.objects.filter(pk=district.pk)),
        "programmes": programmes,
        "latest": next(iter(programmes), None),
        "latest_actions": actions_of(programmes[0]) if programmes else [],
        "entries": public_history(district, agreements),
    }
    return render(request, "districts/district_detail.html", context)


@login_not_required
@require_safe
def programme_detail(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    rows = Programme.objects.public().select_related("district__administration", "approval_act").with_progress()
    programme = get_object_or_404(rows, district__slug=slug, year_from=year)
    entries = HistoryEntry.objects.of(programme).public().select_related("act")
    context = {
        "programme": programme,
        "actions": actions_of(programme).prefetch_related("partners"),
        "entries": entries,
    }
    return render(request, "districts/programme_detail.html", context)


def actions_of(programme: Programme) -> QuerySet[Any]:
    """The actions in their order, with the latest progress."""
    actions = Action.objects.filter(commitments__programme=programme).with_latest()
    return actions.select_related("responsible", "area").order_by("commitments__order", "commitments__pk")


def signed_agreements(district: District) -> list[AreaAgreement]:
    """The agreements that were signed, the last one first."""
    signed = district.agreements.filter(state__in=AreaAgreement.SIGNED_STATES).order_by("-valid_from")
    agreements = list(signed.select_related("approval_act", "revocation_act").prefetch_related("amendments__act"))
    for agreement in agreements:
        agreement.district = district
    return agreements


def points(districts: QuerySet[District]) -> list[MapPoint]:
    """A mark per comune of the districts."""
    rows = District.municipalities.through.objects.filter(
        district__in=districts.order_by().values("pk"), municipality__latitude__isnull=False
    ).values_list(
        "municipality__latitude",
        "municipality__longitude",
        "municipality__name",
        "district__name",
        "district__slug",
    )
    return [
        MapPoint(y, x, f"{comune} – {name}", reverse("districts:detail", args=[slug]), tone="district")
        for y, x, comune, name, slug in rows
        if y is not None and x is not None
    ]


def public_history(district: District, agreements: list[AreaAgreement]) -> QuerySet[HistoryEntry]:
    """What anybody may know of the district and of its agreements, newest first."""
    types = ContentType.objects.get_for_models(District, AreaAgreement)
    own = Q(content_type=types[District], object_id=district.pk)
    theirs = Q(content_type=types[AreaAgreement], object_id__in=[a.pk for a in agreements])
    entries = HistoryEntry.objects.public().filter(own | theirs).select_related("act")
    return entries.order_by("-created_at", "-pk")

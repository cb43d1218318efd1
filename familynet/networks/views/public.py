"""What anybody reads: the networks, and who belongs to them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from familynet.networks.filters import MemberFilter
from familynet.networks.models import Membership, Network
from familynet.territories.maps import MapPoint

PER_PAGE = 30


@login_not_required
@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    return render(request, "networks/network_list.html", {"networks": Network.objects.with_counts()})


@login_not_required
@require_safe
def network_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Description, then the members under the filters of the address, as a map and as a list."""
    network = get_object_or_404(Network.objects.with_counts().select_related("founding_act"), slug=slug)
    members = Membership.objects.public().with_standing().filter(network=network)
    filterset = MemberFilter(request.GET, queryset=members)
    facets = filterset.facets()
    found = filterset.qs
    page = Paginator(found.order_by("organisation__folded_name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "network": network,
        "filterset": filterset,
        "facets": facets,
        "page_obj": page,
        "points": points(found),
        "filtered": bool(request.GET.get("q")) or any(facet.is_active for facet in facets),
    }
    return render(request, "networks/network_detail.html", context)


def points(members: QuerySet[Any]) -> list[MapPoint]:
    """A mark per member: where the organisation is, or else the middle of its comune."""
    rows = members.select_related(None).values_list(
        "organisation__name",
        "organisation__slug",
        "organisation__latitude",
        "organisation__longitude",
        "organisation__municipality__latitude",
        "organisation__municipality__longitude",
        "standing",
    )
    found = []
    for name, slug, own_y, own_x, y, x, standing in rows:
        place = (own_y, own_x) if own_y is not None else (y, x)
        if place[0] is not None:
            tone = "certified" if standing == Membership.Standing.CERTIFIED else "member"
            found.append(MapPoint(*place, label=name, url=reverse("portal:organisation", args=[slug]), tone=tone))
    return found

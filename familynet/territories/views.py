"""The drawn base of the map, and suggestions while a comune is typed. Both public."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from familynet.kernel.combobox import suggestions
from familynet.territories import maps
from familynet.territories.forms import MunicipalityField
from familynet.territories.models import Municipality


@login_not_required
@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 30)
def base_map(request: HttpRequest, code: str) -> HttpResponse:
    """One panel as an image: the provinces, every comune as a dot, a scale bar."""
    panel = next((panel for panel in maps.panels() if panel.code == code), None)
    if panel is None:
        raise Http404
    comuni = Municipality.objects.current().filter(province__region__istat_code=code).exclude(latitude=None)
    places = (panel.place(y, x) for y, x in comuni.values_list("latitude", "longitude") if y and x)
    kilometres, length = panel.ruler
    context = {
        "panel": panel,
        "width": maps.WIDTH,
        "shapes": maps.shapes(panel),
        "dots": "".join(f"M{x:g} {y:g}h0" for x, y in places),
        "kilometres": kilometres,
        "ruler": length,
        "ruler_text": length + 7,
        "ruler_top": panel.height - 12,
    }
    return render(request, "territories/base_map.svg", context, content_type="image/svg+xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=60 * 60)
def suggest(request: HttpRequest) -> JsonResponse:
    """At most ten comuni of today whose name matches `q`."""
    return JsonResponse({"results": suggestions(MunicipalityField(), request.GET.get("q", ""))})

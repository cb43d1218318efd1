"""{% territory_map points label=… %}: the map of the territory with points that are links."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.territories import maps

register = template.Library()

TONES: dict[str, str | Promise] = {
    "certified": _("Certificato"),
    "member": _("Aderente a una rete"),
    "district": _("Distretto famiglia"),
    "neutral": _("Altro"),
    "mixed": _("Più tipi nello stesso luogo"),
}
# The name people use for the part of a region that takes part.
PANEL_NAMES: dict[str, str] = {"01": "Piemonte", "04": "Trentino"}


@register.inclusion_tag("components/_territory_map.html")
def territory_map(
    points: Sequence[maps.MapPoint],
    label: str = "",
    prefix: str = "mappa",
    neutral: str = "",
    one_side: bool = False,
) -> dict[str, Any]:
    """`prefix` names the parts of the page when it holds more than one map; `neutral` that class here.

    `one_side` leaves out a territory on which there is nothing, when something lies on the other.
    """
    names = {**TONES, "neutral": neutral or TONES["neutral"]}
    drawn: list[dict[str, Any]] = []
    groups = False
    used: set[str] = set()
    for panel in maps.panels():
        found = maps.marks(panel, points)
        used |= {mark.tone for mark in found}
        groups = groups or any(mark.is_group for mark in found)
        kilometres, length = panel.ruler
        drawn.append(
            {
                "panel": panel,
                "name": PANEL_NAMES.get(panel.code, ""),
                "marks": found,
                "total": sum(mark.count for mark in found),
                "kilometres": kilometres,
                "ruler": length,
            }
        )
    if one_side and any(side["total"] for side in drawn):
        drawn = [side for side in drawn if side["total"]]
    return {
        "panels": drawn,
        "label": label or _("Mappa del territorio"),
        "legend": [(tone, name) for tone, name in names.items() if tone in used],
        "groups": groups,
        "outside": maps.outside(points),
        "version": maps.version(),
        "width": maps.WIDTH,
        "prefix": prefix,
    }

"""The numbers behind a ranking: enough to compute every score again."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from practices.likeness import Component, Context, Formula, Likeness, compare
from practices.models import PracticeContext
from practices.places import Place

NAMES = {
    Component.SIZE: "dimensione",
    Component.MOUNTAIN: "montagna",
    Component.DENSITY: "densita",
    Component.PROVINCE: "provincia",
    Component.YOUNG: "bambini",
    Component.OLD: "anziani",
    Component.SCALE: "numero_comuni",
}
INPUTS = {
    "municipalities": "comuni",
    "population": "abitanti_comune_tipico",
    "density": "abitanti_per_km2",
    "mountain": "quota_montana",
    "young": "bambini_per_cento",
    "old": "anziani_per_cento",
    "provinces": "province",
    "regions": "regioni",
}
HEADER = [
    "posizione",
    "titolo",
    "indirizzo",
    "amministrazione",
    "punteggio",
    "parte_nota",
    *(f"somiglianza_{name}" for name in NAMES.values()),
    *(f"pratica_{name}" for name in INPUTS.values()),
    *(f"luogo_{name}" for name in INPUTS.values()),
    "formula",
]


def rows(place: Place, ranking: QuerySet[PracticeContext], formula: Formula) -> Iterator[dict[str, Any]]:
    """One flat row per practice, in the order of the ranking; keys as in HEADER. One query."""
    columns = ("practice__title", "practice__slug", "practice__administration__name", *Context._fields)
    here = inputs(place.context, "luogo_")
    seen: dict[Context, Likeness] = {}
    for position, (title, slug, administration, *values) in enumerate(ranking.values_list(*columns), 1):
        there = Context.of_row(values)
        likeness = seen.get(there) or seen.setdefault(there, compare(place.context, there, formula))
        yield {
            "posizione": position,
            "titolo": title,
            "indirizzo": settings.SITE_URL + reverse("practices:detail", args=[slug]),
            "amministrazione": administration,
            "punteggio": likeness.score,
            "parte_nota": round(likeness.known, 4),
            **{f"somiglianza_{NAMES[name]}": likeness.parts[name] for name in Component},
            **inputs(there, "pratica_"),
            **here,
            "formula": formula.version,
        }


def inputs(context: Context, prefix: str) -> dict[str, Any]:
    """What a context is made of, in Italian names; several codes with a space between."""
    return {
        prefix + INPUTS[name]: " ".join(value) if isinstance(value, tuple) else value
        for name, value in context._asdict().items()
    }


def document(place: Place, formula: Formula, found: list[dict[str, Any]]) -> dict[str, Any]:
    """The same as one JSON object, with the formula."""
    return {
        "luogo": place.name,
        "comuni": [comune.istat_code for comune in place.comuni],
        "formula": {
            "versione": formula.version,
            "pesi": {NAMES[name]: formula.weights[name] for name in Component},
            "differenze_massime": {NAMES[Component(name)]: reach for name, reach in formula.reaches.items()},
            "classi_abitanti": list(formula.classes),
            "parte_nota_minima": formula.least_known / 100,
        },
        "licenza": "https://creativecommons.org/licenses/by/4.0/",
        "pratiche": found,
    }

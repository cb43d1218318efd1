"""The yearly data of processes as the engine reads them: typed numbers in, figures out."""

from collections.abc import Sequence

from certifications.engine.figures import Figure, Rule, Typed, read_figures
from certifications.models import DataCollection, DataValue, Indicator


def rules_of(indicators: Sequence[Indicator]) -> list[Rule]:
    """The indicators as the engine reads them."""
    codes = {indicator.pk: indicator.code for indicator in indicators}
    return [Rule(i.code, i.formula, i.by_sex, codes.get(i.base_id or 0, ""), tuple(i.parts)) for i in indicators]


def figures_of(
    collections: Sequence[DataCollection], indicators: Sequence[Indicator]
) -> dict[int, dict[str, Figure]]:
    """Each collection's figures by code. One query, whatever their number."""
    rules = rules_of(indicators)
    codes = {indicator.pk: indicator.code for indicator in indicators}
    typed: dict[int, dict[str, Typed]] = {collection.pk: {} for collection in collections}
    for value in DataValue.objects.filter(collection__in=typed, indicator__in=codes):
        typed[value.collection_id][codes[value.indicator_id]] = Typed(value.total, value.women, value.men)
    return {pk: read_figures(rules, given) for pk, given in typed.items()}

"""Facets: filters that say, next to each value, how many results it would leave."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django_filters import FilterSet


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet; `query` is the query string of the page with this value switched."""

    value: str
    label: str
    count: int
    selected: bool
    query: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str | Promise
    values: list[FacetValue]

    @property
    def is_active(self) -> bool:
        return any(value.selected for value in self.values)


@dataclass(frozen=True)
class FacetDefinition:
    """A facet over one column: `labels` turns the values found into what people read, in their order.

    `column` is a lookup path from the listed model; `name` the parameter in the address.
    """

    name: str
    label: str | Promise
    column: str
    labels: Callable[[Iterable[Any]], dict[Any, str]]


def switched(params: QueryDict, name: str, value: str) -> str:
    """The query string with `value` of `name` added, or taken away when present; back to page one."""
    changed = {key: values for key, values in params.lists() if key != "page"}
    values = changed.get(name, [])
    changed[name] = [v for v in values if v != value] if value in values else [*values, value]
    return urlencode(changed, doseq=True)


class FacetedFilterSet(FilterSet):
    """A FilterSet whose `facet_definitions` are counted, each under all the other filters.

    One query per facet. Each facet's parameter must be a filter of the set with the same name.
    """

    facet_definitions: tuple[FacetDefinition, ...] = ()

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # An address without parameters is an empty choice, not a form that nobody sent.
        super().__init__(QueryDict() if data is None else data, *args, **kwargs)
        self.form.is_valid()

    def without(self, name: str) -> models.QuerySet:
        """The results under all filters but one."""
        queryset = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other != name and other in self.filters:
                queryset = self.filters[other].filter(queryset, value)
        return queryset

    def counts(self, definition: FacetDefinition) -> dict[Any, int]:
        """value → number of results it would leave."""
        rows = self.without(definition.name).order_by().values_list(definition.column)
        return dict(rows.annotate(n=models.Count("pk", distinct=True)).filter(n__gt=0))

    def facets(self) -> list[Facet]:
        """All facets with their counts, ready for components/_facets.html."""
        params = self.data if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        return [self._facet(definition, params) for definition in self.facet_definitions]

    def _facet(self, definition: FacetDefinition, params: QueryDict) -> Facet:
        counts = {value: n for value, n in self.counts(definition).items() if value not in (None, "")}
        chosen = params.getlist(definition.name)
        labels = definition.labels(counts)
        values = [
            FacetValue(
                value=str(value),
                label=str(label),
                count=counts.get(value, 0),
                selected=str(value) in chosen,
                query=switched(params, definition.name, str(value)),
            )
            for value, label in labels.items()
        ]
        return Facet(definition.name, definition.label, values)

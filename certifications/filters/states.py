"""What the filters of the work lists share: words, and counts per state beside the list."""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, QuerySet

from certifications.filters.files import PlainSelect, organisations_with, schemes


class StateFilter(django_filters.FilterSet):
    """A list whose state is its last filter. `stato` is that filter, `state_field` the column it looks at.

    `organisation` is the way from a row to its organisation.
    """

    state_field, organisation = "state", "organisation"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("marchio", [(slug, name) for slug, (_pk, name) in schemes().items()])

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.filters[name].extra.update(choices=choices, widget=PlainSelect)

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{f"{self.organisation}__in": organisations_with(value)})

    def ignored(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The state is the last filter: the counts of the other states are shown beside it."""
        return queryset

    @cached_property
    def counts(self) -> dict[str, int]:
        """State → rows under all other filters."""
        return dict(self.qs.order_by().values_list(self.state_field).annotate(n=Count("pk")))

    @cached_property
    def state(self) -> str:
        self.form.is_valid()
        return self.form.cleaned_data.get("stato") or ""

    @property
    def total(self) -> int:
        return self.counts.get(self.state, 0) if self.state else sum(self.counts.values())

"""The filters of the public list of events, with counts, and its strip of months or years."""

import datetime
import re
from collections.abc import Iterable
from functools import cached_property, partial
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth, TruncYear
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from familynet.kernel.facets import FacetDefinition, FacetedFilterSet
from familynet.protocols.models import ProtocolArea
from practices.filters.practices import ValuesFilter, administration_labels
from practices.models import ExchangeEvent

PERIOD = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?")


class Span(NamedTuple):
    """One month (or year) of the strip: what to write in the address, its name, how many events it has."""

    value: str
    label: str
    total: int
    selected: bool


def chosen_labels(choices: list[tuple[str, Any]], found: Iterable[str]) -> dict[str, str]:
    """The labels of the values found, in the order of the choices."""
    wanted = set(found)
    return {value: str(label) for value, label in choices if value in wanted}


class EventFilterSet(FacetedFilterSet):
    """Kind, how one takes part, administration, area of the protocol, and a month or a year."""

    kind = ValuesFilter(field_name="kind", lookup_expr="in")
    mode = ValuesFilter(field_name="mode", lookup_expr="in")
    administration = ValuesFilter(field_name="administration__slug", lookup_expr="in")
    area = ValuesFilter(field_name="protocol_area", lookup_expr="in")
    period = CharFilter(method="filter_period")

    facet_definitions = (
        FacetDefinition("kind", _("Tipo di incontro"), "kind", partial(chosen_labels, ExchangeEvent.Kind.choices)),
        FacetDefinition(
            "mode", _("Come si partecipa"), "mode", partial(chosen_labels, ExchangeEvent.Mode.choices)
        ),
        FacetDefinition("administration", _("Chi organizza"), "administration__slug", administration_labels),
        FacetDefinition(
            "area",
            _("Tema del protocollo"),
            "protocol_area",
            partial(chosen_labels, ProtocolArea.Code.choices),
        ),
    )

    class Meta:
        model = ExchangeEvent
        fields: list[str] = []

    @cached_property
    def period_chosen(self) -> str:
        value = str(self.form.cleaned_data.get("period") or "") if self.form.is_valid() else ""
        return value if PERIOD.fullmatch(value) else ""

    def filter_period(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Events that begin in that month or year, by the clock of Italy; anything else finds nothing."""
        found = PERIOD.fullmatch(value)
        if not found:
            return queryset.none()
        year, month = found.groups()
        queryset = queryset.filter(starts_at__year=int(year))
        return queryset.filter(starts_at__month=int(month)) if month else queryset

    def spans(self, *, by_year: bool) -> list[Span]:
        """The months (or the years) that have events under all the other filters. One query."""
        trunc = TruncYear("starts_at") if by_year else TruncMonth("starts_at")
        rows = self.without("period").order_by().annotate(span=trunc).values_list("span")
        counts: list[tuple[datetime.datetime, int]] = sorted(rows.annotate(n=Count("pk", distinct=True)))
        if by_year:
            counts.reverse()
        spans = []
        for start, count in counts:
            value = f"{start:%Y}" if by_year else f"{start:%Y-%m}"
            label = value if by_year else date_format(start, "F Y")
            spans.append(Span(value, label, count, value == self.period_chosen))
        return spans

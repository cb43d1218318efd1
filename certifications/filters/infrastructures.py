"""The filters of the public list of family infrastructures, with counts."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from certifications.features import code_labels
from certifications.filters.register import ValuesFilter
from certifications.models import Infrastructure, InfrastructureKind
from familynet.kernel.facets import FacetDefinition, FacetedFilterSet
from familynet.kernel.search import fold
from familynet.territories.models import Municipality, Province

MOST = 25


def kind_labels(found: Iterable[str]) -> dict[str, str]:
    return dict(InfrastructureKind.objects.filter(slug__in=list(found)).values_list("slug", "name"))


def province_labels(found: Iterable[str]) -> dict[str, str]:
    rows = Province.objects.filter(abbreviation__in=list(found)).order_by("name")
    return dict(rows.values_list("abbreviation", "name"))


def municipality_labels(found: Iterable[str]) -> dict[str, str]:
    rows = Municipality.objects.filter(cadastral_code__in=list(found)).order_by("name")
    return dict(rows.values_list("cadastral_code", "name")[:MOST])


def feature_labels(found: Iterable[str]) -> dict[str, str]:
    wanted, labels = set(found), {}
    for features in InfrastructureKind.objects.values_list("features", flat=True):
        labels.update(code_labels(features))
    return {code: label for code, label in labels.items() if code in wanted}


def storable(values: list[str]) -> list[str]:
    """Values that the database can be asked about; no row has the sign that takes the place of a null."""
    return [value.replace("\x00", "\ufffd") for value in values]


class InfrastructureFilter(FacetedFilterSet):
    """Text, kind, province, comune, feature."""

    q = django_filters.CharFilter(method="by_text")
    tipo = ValuesFilter(method="by_column")
    provincia = ValuesFilter(method="by_column")
    comune = ValuesFilter(method="by_column")
    caratteristica = ValuesFilter(method="by_feature")

    COLUMNS = {
        "tipo": "kind__slug",
        "provincia": "municipality__province__abbreviation",
        "comune": "municipality__cadastral_code",
    }
    facet_definitions = (
        FacetDefinition("tipo", _("Tipo"), COLUMNS["tipo"], kind_labels),
        FacetDefinition("provincia", _("Provincia"), COLUMNS["provincia"], province_labels),
        FacetDefinition("comune", _("Comune"), COLUMNS["comune"], municipality_labels),
        FacetDefinition("caratteristica", _("Che cosa offre"), "feature_codes", feature_labels),
    )

    class Meta:
        model = Infrastructure
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Every word in the name of the place, of the comune or of who keeps it."""
        for word in fold(value[:200]).split()[:8]:
            queryset = queryset.filter(
                Q(folded_name__contains=word)
                | Q(municipality__folded_name__contains=word)
                | Q(owner__folded_name__contains=word)
            )
        return queryset

    def by_column(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.filter(**{f"{self.COLUMNS[name]}__in": storable(value)}) if value else queryset

    def by_feature(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """All the features that were chosen."""
        return queryset.filter(feature_codes__contains=storable(value)) if value else queryset

    def counts(self, definition: FacetDefinition) -> dict[Any, int]:
        if definition.name != "caratteristica":
            return super().counts(definition)
        # Each feature adds to the others, so it is counted under them too.
        each = Func(F("feature_codes"), function="jsonb_array_elements_text")
        rows = self.qs.order_by().annotate(code=each).values_list("code")
        return dict(rows.annotate(n=Count("pk")))

"""The list of organisations: search and facets."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, MultipleChoiceFilter

from familynet.kernel.facets import FacetDefinition, FacetedFilterSet
from familynet.organisations.models import Organisation, OrganisationQuerySet
from familynet.territories.models import Province


def in_order(choices: Any) -> Any:
    """Labels of the values found, in the order of the choices."""

    def labels(values: Iterable[Any]) -> dict[Any, str]:
        found = set(values)
        return {value: str(label) for value, label in choices.choices if value in found}

    return labels


def province_choices() -> list[tuple[str, str]]:
    return list(Province.objects.values_list("abbreviation", "name"))


def province_labels(values: Iterable[Any]) -> dict[Any, str]:
    found = set(values)
    return {abbreviation: name for abbreviation, name in province_choices() if abbreviation in found}


class OrganisationFilter(FacetedFilterSet):
    q = CharFilter(method="search", label=_("Nome, Comune o codice fiscale"))
    kind = MultipleChoiceFilter(choices=Organisation.Kind.choices)
    province = MultipleChoiceFilter(field_name="municipality__province__abbreviation", choices=province_choices)
    state = MultipleChoiceFilter(choices=Organisation.State.choices)

    facet_definitions = (
        FacetDefinition("kind", _("Tipo"), "kind", in_order(Organisation.Kind)),
        FacetDefinition("province", _("Provincia"), "municipality__province__abbreviation", province_labels),
        FacetDefinition("state", _("Stato"), "state", in_order(Organisation.State)),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def search(self, queryset: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return queryset.matching(value) if value.strip() else queryset

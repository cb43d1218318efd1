"""Filters of the public list of districts, and of an officer's."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from districts.models import District
from familynet.accounts.models import Administration
from familynet.kernel.facets import FacetDefinition, FacetedFilterSet
from familynet.kernel.search import fold

PUBLIC_STATES = [choice for choice in District.State.choices if choice[0] != District.State.PROPOSED]


def by_words(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Districts whose name, or one of whose comuni, has each word typed."""
    for word in fold(value).split()[:8]:
        within = District.objects.filter(municipalities__folded_name__contains=word).values("pk")
        queryset = queryset.filter(Q(folded_name__contains=word) | Q(pk__in=within))
    return queryset


def known(choices: list[tuple[str, Any]], found: Iterable[str]) -> dict[str, str]:
    """The labels of the values found, in the order of the choices."""
    wanted = set(found)
    return {value: str(label) for value, label in choices if value in wanted}


def administration_names(found: Iterable[str]) -> dict[str, str]:
    names = dict(Administration.objects.values_list("slug", "name"))
    return {slug: name for slug, name in names.items() if slug in set(found)}


class DistrictFilter(FacetedFilterSet):
    q = django_filters.CharFilter(method=by_words, label=_("Nome o comune"))
    tipo = django_filters.MultipleChoiceFilter(field_name="kind", choices=District.Kind.choices)
    amministrazione = django_filters.ModelMultipleChoiceFilter(
        field_name="administration__slug", to_field_name="slug", queryset=Administration.objects.all()
    )
    stato = django_filters.MultipleChoiceFilter(field_name="state", choices=PUBLIC_STATES)

    facet_definitions = (
        FacetDefinition("tipo", _("Tipo"), "kind", partial(known, District.Kind.choices)),
        FacetDefinition("amministrazione", _("Amministrazione"), "administration__slug", administration_names),
        FacetDefinition("stato", _("Stato"), "state", partial(known, District.State.choices)),
    )

    class Meta:
        model = District
        fields: list[str] = []


class WorkFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method=by_words, label=_("Nome o comune"))
    stato = django_filters.ChoiceFilter(
        field_name="state", choices=District.State.choices, label=_("Stato"), empty_label=_("Tutti")
    )

    class Meta:
        model = District
        fields: list[str] = []

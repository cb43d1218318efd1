"""Filters of the members of a network, and of a coordinator's memberships."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from familynet.kernel.facets import FacetDefinition, FacetedFilterSet
from familynet.kernel.search import fold
from familynet.networks.models import Membership, Network
from familynet.organisations.models import Organisation
from familynet.territories.models import Province


def by_words(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Memberships whose organisation or comune has each word typed."""
    for word in fold(value).split()[:8]:
        in_name = Q(organisation__folded_name__contains=word)
        queryset = queryset.filter(in_name | Q(organisation__municipality__folded_name__contains=word))
    return queryset


def known(choices: list[tuple[str, Any]], found: Iterable[str]) -> dict[str, str]:
    """The labels of the values found, in the order of the choices."""
    wanted = set(found)
    return {value: str(label) for value, label in choices if value in wanted}


def province_names(found: Iterable[str]) -> dict[str, str]:
    names = dict(Province.objects.order_by("name").values_list("abbreviation", "name"))
    return {code: name for code, name in names.items() if code in set(found)}


class MemberFilter(FacetedFilterSet):
    """The public page of a network; the queryset is annotated `with_standing()`."""

    q = django_filters.CharFilter(method=by_words, label=_("Nome o comune"))
    stato = django_filters.MultipleChoiceFilter(field_name="standing", choices=Membership.Standing.choices)
    tipo = django_filters.MultipleChoiceFilter(field_name="organisation__kind", choices=Organisation.Kind.choices)
    provincia = django_filters.ModelMultipleChoiceFilter(
        field_name="organisation__municipality__province__abbreviation",
        to_field_name="abbreviation",
        queryset=Province.objects.all(),
    )

    facet_definitions = (
        FacetDefinition("stato", _("Stato"), "standing", partial(known, Membership.Standing.choices)),
        FacetDefinition("tipo", _("Tipo"), "organisation__kind", partial(known, Organisation.Kind.choices)),
        FacetDefinition(
            "provincia", _("Provincia"), "organisation__municipality__province__abbreviation", province_names
        ),
    )

    class Meta:
        model = Membership
        fields: list[str] = []


class WorkFilter(django_filters.FilterSet):
    """A coordinator's list."""

    q = django_filters.CharFilter(method=by_words, label=_("Nome o comune"))
    rete = django_filters.ModelChoiceFilter(
        field_name="network", to_field_name="slug", queryset=Network.objects.all(), label=_("Rete")
    )
    stato = django_filters.MultipleChoiceFilter(
        field_name="state",
        choices=Membership.State.choices,
        label=_("Stato"),
        widget=forms.CheckboxSelectMultiple,
    )
    termine = django_filters.BooleanFilter(
        method="by_promise",
        label=_("Solo chi deve ancora certificarsi, dal termine più vicino"),
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def by_promise(self, queryset: QuerySet, name: str, value: bool | None) -> QuerySet:
        if not value:
            return queryset
        waiting = queryset.filter(state=Membership.State.MEMBER, certified_on=None, certify_by__isnull=False)
        return waiting.order_by("certify_by", "pk")

"""Filters of the list of transfers: state, side, year, words."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from familynet.kernel.search import fold
from practices.models import Side, Transfer, TransferQuerySet


class TransferFilter(django_filters.FilterSet):
    """The work list. `administrations` are those for which the reader reads: they decide what "our side" is."""

    q = django_filters.CharFilter(method="by_words", label=_("Parole del titolo, ente o numero"))
    side = django_filters.ChoiceFilter(
        method="by_side",
        label=_("Da che parte siamo"),
        choices=(
            (Side.OWNER, _("Chiedono una pratica nostra")),
            (Side.ADOPTER, _("Adottiamo una pratica")),
        ),
        empty_label=_("Tutte"),
    )
    year = django_filters.ChoiceFilter(label=_("Anno"), empty_label=_("Tutti"), choices=())
    state = django_filters.ChoiceFilter(choices=Transfer.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = Transfer
        fields: list[str] = []

    def __init__(self, *args: Any, administrations: frozenset[int], years: list[int], **kwargs: Any) -> None:
        self.administrations = administrations
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]
        self.form.is_valid()

    def by_words(self, queryset: TransferQuerySet, name: str, value: str) -> TransferQuerySet:
        for word in fold(value.replace("\x00", " ")).split()[:8]:
            found = Q(practice__folded_title__contains=word) | Q(organisation__folded_name__contains=word)
            if word.replace("/", "").isdecimal():
                found |= self._numbered(word)
            if word != "ado":
                queryset = queryset.filter(found)
        return queryset

    @staticmethod
    def _numbered(word: str) -> Q:
        """ "2026/3" as it is cited."""
        year, _slash, sequence = word.partition("/")
        small = len(year) <= 4 and len(sequence) <= 6
        return Q(year=int(year), sequence=int(sequence)) if small and year and sequence else Q()

    def by_side(self, queryset: TransferQuerySet, name: str, value: str) -> TransferQuerySet:
        return queryset.filter(**{f"{value}__in": self.administrations})

    def counts(self) -> dict[str, int]:
        """State → how many, under all the other filters."""
        queryset = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != "state" and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return dict(queryset.order_by().values_list("state").annotate(n=Count("pk")))

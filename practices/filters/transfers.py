"""Filters of the list of transfers: state, side, year, words."""

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from familynet.kernel.search import fold
from practices.models import Side, Transfer, TransferQuerySet

# As people cite it: "ADO 2026/3".
NUMBER = re.compile(r"(?:\bADO\s*)?\b(\d{4})\s*/\s*(\d{1,6})\b", re.IGNORECASE | re.ASCII)


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
        """Each word in the title or in the name of the body; "ADO 2026/3", or only "2026/3", is a number."""
        value = value.replace("\x00", " ")
        if cited := NUMBER.search(value):
            queryset = queryset.filter(year=int(cited[1]), sequence=int(cited[2]))
        for word in fold(NUMBER.sub(" ", value)).split()[:8]:
            found = Q(practice__folded_title__contains=word) | Q(organisation__folded_name__contains=word)
            queryset = queryset.filter(found)
        return queryset

    def by_side(self, queryset: TransferQuerySet, name: str, value: str) -> TransferQuerySet:
        return queryset.filter(**{f"{value}__in": self.administrations})

    def counts(self) -> dict[str, int]:
        """State → how many, under all the other filters."""
        queryset = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != "state" and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return dict(queryset.order_by().values_list("state").annotate(n=Count("pk")))

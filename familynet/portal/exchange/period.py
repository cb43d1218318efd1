"""The filters of the page: which days, whose."""

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.portal.exchange.sources import Window
from familynet.portal.exchange.summary import parties_of
from familynet.protocols.models import Protocol

WHOLE, TERM = "", "durata"
FIRST_YEAR, LAST_YEAR = 2000, 2100


def years_of(protocol: Protocol) -> list[int]:
    """From the year in which a protocol starts to this one, the newest first."""
    return list(range(max(timezone.localdate().year, protocol.starts_on.year), protocol.starts_on.year - 1, -1))


def year_window(protocol: Protocol, year: int) -> Window:
    """A year of the exchange."""
    return Window(protocol, datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """By GET. An address that says nothing, or something wrong, means from the year of the signature to today:
    what prepared it is part of the exchange.
    """

    periodo = forms.ChoiceField(label=gettext_lazy("Periodo"), required=False)
    dal = forms.DateField(label=gettext_lazy("Dal"), required=False, widget=day_input())
    al = forms.DateField(label=gettext_lazy("Al"), required=False, widget=day_input())
    amministrazione = forms.ChoiceField(label=gettext_lazy("Amministrazione"), required=False)

    def __init__(self, data: QueryDict, *, protocol: Protocol) -> None:
        super().__init__(data)
        self.protocol = protocol
        self.parties = parties_of(protocol)
        years = [(str(year), str(year)) for year in years_of(protocol)]
        spans = [(WHOLE, _("Dall'anno della firma a oggi")), (TERM, _("La durata del protocollo"))]
        self._choices("periodo", spans + years)
        self._choices("amministrazione", [("", _("Tutte")), *((p.slug, p.name) for p in self.parties)])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("dal"), data.get("al")
        for name in ("dal", "al"):
            if (day := data.get(name)) and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, _("Indica una data tra il 2000 e il 2100."))
        if start and end and end < start:
            self.add_error("al", _("La fine del periodo viene prima dell'inizio."))
        return data

    def window(self) -> Window:
        """The days asked for. Own dates go before the period chosen."""
        data = self.cleaned_data if self.is_valid() else {}
        first, today = datetime.date(self.protocol.starts_on.year, 1, 1), timezone.localdate()
        chosen, last = data.get("periodo", WHOLE), max(today, first)
        if chosen == TERM:
            first, last = self.protocol.starts_on, self.protocol.last_day
        elif chosen:
            window = year_window(self.protocol, int(chosen))
            first, last = window.start, window.end
        start, end = data.get("dal") or first, data.get("al") or last
        return Window(self.protocol, start, max(start, end))

    @property
    def only(self) -> str:
        """The slug of the party chosen; empty for all."""
        return str(self.cleaned_data.get("amministrazione", "")) if self.is_valid() else ""

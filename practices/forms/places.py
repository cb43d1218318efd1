"""The form that chooses a place: a comune, a province, or comuni by their ISTAT codes in the address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.territories.facts import profiles
from familynet.territories.forms import MunicipalityField
from familynet.territories.models import Municipality, Province
from practices.likeness import gather
from practices.places import Place

MOST_CODES = 300


class PlaceForm(forms.Form):
    """Gives a Place after `is_valid()`; without a choice none. An address with `codice` goes before the fields."""

    comune = MunicipalityField(required=False)
    provincia = forms.ChoiceField(label=gettext_lazy("Oppure una provincia"), required=False)

    def __init__(self, data: QueryDict) -> None:
        self.codes = [code for code in data.getlist("codice")[:MOST_CODES] if code.isdecimal() and len(code) == 6]
        self.asked = bool(data.get("comune", "").strip() or data.get("provincia") or data.getlist("codice"))
        self.refused = ""
        super().__init__(data if self.asked and not self.codes else None)
        self.provinces: dict[str, str] = dict(Province.objects.values_list("abbreviation", "name"))
        self.fields["provincia"].choices = [("", "—"), *self.provinces.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("comune") and data.get("provincia"):
            self.add_error("provincia", _("Scegli un Comune oppure una provincia, non tutti e due."))
        return data

    def place(self) -> Place | None:
        """What was chosen; none without a choice. Raises ValidationError for codes that no comune has."""
        if self.codes:
            return self._of_codes()
        if not self.is_valid():
            return None
        if comune := self.cleaned_data["comune"]:
            chosen = Municipality.objects.filter(pk=comune.pk)
            return self._place(str(comune), chosen, {"codice": [comune.istat_code]})
        if code := self.cleaned_data["provincia"]:
            chosen = Municipality.objects.current().filter(province__abbreviation=code)
            name = _("Provincia di %(name)s") % {"name": self.provinces[code]}
            return self._place(name, chosen, {"provincia": [code]})
        return None

    def _of_codes(self) -> Place:
        chosen = Municipality.objects.current().filter(istat_code__in=self.codes)
        found = self._place("", chosen, {"codice": self.codes})
        if not found.comuni:
            raise ValidationError(_("Nessun Comune di oggi ha questo codice."))
        names = [f"{comune.name} ({comune.province})" for comune in found.comuni]
        name = ", ".join(names) if len(names) <= 3 else _("%(n)s Comuni") % {"n": len(names)}
        return Place(name, found.context, found.query, found.comuni)

    @staticmethod
    def _place(name: str, chosen: Any, query: dict[str, list[str]]) -> Place:
        comuni = profiles(chosen)
        return Place(name, gather(comuni), query, tuple(comuni))

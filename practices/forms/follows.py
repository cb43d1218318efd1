"""Choose an area or a place to follow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.territories.forms import MunicipalityField
from familynet.territories.models import Province
from practices.models import PolicyArea, Taxonomy


class FollowAreaForm(forms.Form):
    """A policy area in force."""

    area = forms.ChoiceField(label=_("Area di intervento"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = PolicyArea.objects.filter(taxonomy__in=Taxonomy.objects.in_force())
        choices = [("", _("Scegli un'area")), *areas.values_list("code", "name")]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]

    def target(self) -> dict[str, str]:
        return {"area": self.cleaned_data["area"]}


class FollowProvinceForm(forms.Form):
    """A province or metropolitan city."""

    province = forms.ChoiceField(label=_("Provincia o città metropolitana"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Scegli una provincia")), *Province.objects.values_list("abbreviation", "name")]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]

    def target(self) -> dict[str, str]:
        return {"province": self.cleaned_data["province"]}


class FollowMunicipalityForm(forms.Form):
    """A comune of Trentino or Piemonte."""

    municipality = MunicipalityField()

    def target(self) -> dict[str, str]:
        return {"municipality": self.cleaned_data["municipality"].cadastral_code}


FORMS: dict[str, type[Any]] = {
    "area": FollowAreaForm,
    "province": FollowProvinceForm,
    "municipality": FollowMunicipalityForm,
}

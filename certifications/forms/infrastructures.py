"""A family infrastructure: what all have, and what its kind asks."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from certifications.features import MAX_TEXT
from certifications.models import Certificate, Infrastructure, InfrastructureKind
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.forms import DateInput
from familynet.organisations.forms import OrganisationField
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.territories.forms import MunicipalityField


def owners_for(user: User) -> Any:
    """The organisations for which a person may write places down."""
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    officer = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    return Organisation.objects.filter(Q(pk__in=mine) | Q(administration__in=officer)).exclude(state="merged")


class KindField(forms.ModelChoiceField):
    """Each kind with what it is."""

    def label_from_instance(self, obj: Any) -> str:
        if not obj.summary:
            return str(obj)
        return format_html('{} <span class="fn-muted">– {}</span>', obj, obj.summary)


class KindForm(forms.Form):
    """The first question: what kind of place. Asked by GET."""

    tipo = KindField(
        label=_("Che cosa vuoi segnalare"),
        queryset=InfrastructureKind.objects.all(),
        to_field_name="slug",
        widget=forms.RadioSelect,
        empty_label=None,
    )


class InfrastructureForm(forms.ModelForm):
    owner = OrganisationField(label=_("Chi la gestisce"))
    municipality = MunicipalityField()

    class Meta:
        model = Infrastructure
        fields = [
            "name",
            "owner",
            "municipality",
            "address",
            "latitude",
            "longitude",
            "opening",
            "description",
            "checked_on",
            "certificate",
        ]
        help_texts = {
            "latitude": _("In gradi con il punto, per esempio 46.07. Senza, il segno sulla mappa sta sul Comune."),
            "longitude": _("In gradi con il punto, per esempio 11.12."),
            "opening": _("Giorni e orari, per esempio «tutti i giorni dalle 9 alle 18»."),
            "checked_on": _("Quando qualcuno è andato a vedere se c'è ed è come descritta."),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4}), "checked_on": DateInput()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = owners_for(user)
        owner: Any = self.fields["owner"]
        owner.queryset = owners
        if self.instance.pk:
            del self.fields["owner"]
            owners = owners.filter(pk=self.instance.owner_id)
        elif not user.administrations_with(Capability.CERTIFICATE_MANAGE) and len(owners) == 1:
            owner.initial = owners[0]
        certificate: Any = self.fields["certificate"]
        mine = Certificate.objects.in_force().filter(organisation__in=owners)
        certificate.queryset = mine.select_related("scheme", "organisation", "category")
        for feature in self.instance.kind.features:
            self.fields[f"feature_{feature['code']}"] = _field(feature, self.instance.features)

    def features(self) -> dict[str, Any]:
        """Code → value as cleaned."""
        return {
            name.removeprefix("feature_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("feature_")
        }

    def own_fields(self) -> Iterator[Any]:
        """The fields that every place has."""
        return (field for field in self.visible_fields() if not field.name.startswith("feature_"))

    def feature_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name.startswith("feature_")]


def _field(feature: dict[str, Any], values: dict[str, Any]) -> forms.Field:
    options: dict[str, Any] = {
        "label": feature["label"],
        "required": False,
        "initial": values.get(feature["code"]),
    }
    match feature["type"]:
        case "flag":
            return forms.BooleanField(**options)
        case "choice":
            return forms.ChoiceField(choices=[("", "–"), *map(tuple, feature["choices"])], **options)
        case "number":
            return forms.DecimalField(min_value=0, max_digits=9, decimal_places=2, **options)
        case _:
            return forms.CharField(max_length=MAX_TEXT, **options)

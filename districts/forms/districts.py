"""The record of a district, its territory, its agreement, its members."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.actions.districts import EDITABLE
from districts.models import District, DistrictMember
from districts.models.agreements import AGREEMENT_MONTHS
from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.kernel.dates import add_months
from familynet.kernel.forms import DateInput
from familynet.organisations.forms import OrganisationField
from familynet.territories.forms import MunicipalityField


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **kwargs)


def reason_field() -> forms.CharField:
    return forms.CharField(label=_("Motivo"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


def end_of_agreement() -> datetime.date:
    """What a new agreement usually lasts, to begin today."""
    return add_months(timezone.localdate(), AGREEMENT_MONTHS) - datetime.timedelta(days=1)


class DistrictForm(forms.ModelForm):
    lead_organisation = OrganisationField(label=_("Ente capofila"), required=False)

    class Meta:
        model = District
        fields = list(EDITABLE)
        help_texts = {"description": _("Puoi usare elenchi, grassetto e collegamenti (Markdown).")}


class NewDistrictForm(DistrictForm):
    """Also asks for which administration, when the officer works for more than one."""

    administration = forms.ModelChoiceField(label=_("Amministrazione"), queryset=Administration.objects.none())

    class Meta(DistrictForm.Meta):
        fields = ["administration", *EDITABLE]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Administration.objects.filter(pk__in=user.administrations_with(Capability.DISTRICT_MANAGE))
        field = self.fields["administration"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label, field.initial = own, None, own.first()


class MunicipalityForm(forms.Form):
    """One more comune of the territory."""

    municipality = MunicipalityField()


class ProposalForm(forms.Form):
    subject = forms.CharField(
        label=_("Oggetto"), max_length=300, initial=_("Accordo volontario di area per il distretto famiglia")
    )


class SignatureForm(forms.Form):
    signed_on = date_field(_("Sottoscritto il"), initial=timezone.localdate)
    valid_from = date_field(_("Valido dal"), initial=timezone.localdate)
    valid_to = date_field(_("Valido fino al"), initial=end_of_agreement, help_text=_("Di solito tre anni."))


class RevocationForm(forms.Form):
    on = date_field(_("Data della revoca"), initial=timezone.localdate)
    comment = reason_field()


class AmendmentForm(forms.Form):
    amended_on = date_field(_("In vigore dal"), initial=timezone.localdate)
    subject = forms.CharField(label=_("Che cosa cambia"), max_length=300)


class MemberForm(forms.Form):
    """An organisation that asks to enter, or that is in the district already."""

    class Entry:
        REQUESTED = "requested"
        MEMBER = "member"

    organisation = OrganisationField()
    role = forms.ChoiceField(label=_("Ruolo"), choices=DistrictMember.Role.choices, initial="adherent")
    entry = forms.ChoiceField(
        label=_("Che cosa registri"),
        widget=forms.RadioSelect,
        choices=[
            (Entry.REQUESTED, _("Una richiesta di adesione")),
            (Entry.MEMBER, _("Un'organizzazione che è già nel distretto")),
        ],
        initial=Entry.REQUESTED,
    )
    on = date_field(_("Data"), initial=timezone.localdate)


class AdmissionForm(forms.Form):
    on = date_field(_("Nel distretto dal"), initial=timezone.localdate)


class DepartureForm(forms.Form):
    on = date_field(_("Data di uscita"), initial=timezone.localdate)
    comment = reason_field()

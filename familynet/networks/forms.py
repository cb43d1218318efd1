"""Forms of networks: shape only; the actions enforce the rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.kernel.forms import DateInput
from familynet.networks.actions import EDITABLE
from familynet.networks.models import Network
from familynet.organisations.forms import OrganisationField
from familynet.organisations.models import Organisation


def comment_field(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Motivo") if required else _("Nota"),
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **kwargs)


class InterestForm(forms.Form):
    """An organisation asks to join a network."""

    network = forms.ModelChoiceField(label=_("Rete"), queryset=Network.objects.all(), empty_label=_("Scegli"))
    organisation = OrganisationField()
    on = date_field(_("Data della richiesta"), initial=timezone.localdate)
    comment = comment_field(required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, OrganisationField)
        field.queryset = organisations


class AdmitForm(forms.Form):
    on = date_field(_("Data di adesione"), initial=timezone.localdate)
    comment = comment_field(required=False)


class CertifiedForm(forms.Form):
    on = date_field(_("Data del certificato"), initial=timezone.localdate)


class ExtensionForm(forms.Form):
    until = date_field(_("Nuovo termine"))
    comment = comment_field(required=True)


class ReasonForm(forms.Form):
    comment = comment_field(required=True)


class NoteForm(forms.Form):
    comment = comment_field(required=False)


class LeaveForm(forms.Form):
    on = date_field(_("Data di uscita"), initial=timezone.localdate)
    comment = comment_field(required=True)


class NetworkForm(forms.ModelForm):
    website = forms.URLField(label=_("Sito"), required=False, assume_scheme="https")

    class Meta:
        model = Network
        fields = list(EDITABLE)
        help_texts = {
            "certify_within_months": _("Lascia vuoto se la rete non chiede di certificarsi."),
            "description": _("Puoi usare elenchi, grassetto e collegamenti (Markdown)."),
        }

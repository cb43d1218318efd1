"""Forms of the life of a certificate: evidence of a condition, its check, transfer, renunciation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.kernel.forms import DateInput, DocumentField, DocumentsField
from familynet.organisations.forms import OrganisationField
from familynet.organisations.models import Organisation


class ConditionForm(forms.Form):
    """What the holder says about a condition; saved as it is, or sent with `send`."""

    note = forms.CharField(
        label=_("Come lo avete soddisfatto"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=5000,
        help_text=_("Lo legge l'ufficio. Non si pubblica."),
    )
    documents = DocumentsField(label=_("Aggiungi documenti"), required=False)


class CheckForm(forms.Form):
    """What the office decides about a condition that was sent."""

    MET, BACK = "meet", "send_back"
    outcome = forms.ChoiceField(
        label=_("Esito del controllo"),
        choices=[(MET, _("È soddisfatto")), (BACK, _("Non basta: va completato"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Che cosa manca, o una nota"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
        help_text=_("Lo legge l'organizzazione. Serve se il requisito va completato."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == self.BACK and not data.get("reason", "").strip():
            self.add_error("reason", _("Scrivi che cosa manca: l'organizzazione deve sapere che cosa fare."))
        return data


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Motivo"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Lo leggono gli uffici e l'organizzazione; non si pubblica."),
    )


class RenunciationForm(forms.Form):
    reason = forms.CharField(
        label=_("Perché rinunciate"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    letter = DocumentField(label=_("Lettera firmata"), required=False)


class TransferForm(forms.Form):
    """To whom a certificate passes, since when; the act is asked beside it."""

    organisation = OrganisationField(label=_("A quale organizzazione passa"))
    effective_on = forms.DateField(
        label=_("Data di effetto"),
        widget=DateInput(),
        required=False,
        help_text=_("Se la lasci vuota vale la data dell'atto."),
    )
    reason = forms.CharField(
        label=_("Perché passa"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Per esempio: fusione di Comuni, nuova forma giuridica. Non si pubblica."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, OrganisationField)
        field.queryset = Organisation.objects.active()

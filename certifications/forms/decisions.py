"""Forms of the decision: notice, observations, reasons, batch, wording of letters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certifications.letters import unknown_placeholders
from certifications.models import Decision
from familynet.kernel.forms import DateInput, DocumentsField


class NoticeForm(forms.Form):
    reasons = forms.CharField(
        label=_("Motivi che ostano all'accoglimento"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
        help_text=_("Li legge l'organizzazione, parola per parola."),
    )
    protocol_number = forms.CharField(label=_("Protocollo in uscita"), max_length=40, required=False)
    protocol_date = forms.DateField(label=_("Data del protocollo in uscita"), widget=DateInput(), required=False)


class ObservationsForm(forms.Form):
    text = forms.CharField(label=_("Osservazioni"), widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000)
    documents = DocumentsField(label=_("Documenti"), required=False)


class ReasonsForm(forms.Form):
    reasons = forms.CharField(
        label=_("Motivazione"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000, required=False
    )


class RefusalReasonsForm(forms.Form):
    reasons = forms.CharField(
        label=_("Motivazione del rigetto"), widget=forms.Textarea(attrs={"rows": 8}), max_length=8000
    )


class BatchForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decisione"),
        choices=[(Decision.Outcome.AWARDED, _("Assegna")), (Decision.Outcome.REFUSED, _("Respingi"))],
        initial=Decision.Outcome.AWARDED,
    )
    reasons = forms.CharField(
        label=_("Motivazione comune"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=8000,
        required=False,
        help_text=_("Per un rigetto, se la lasci vuota vale per ogni domanda il motivo del suo preavviso."),
    )


class LetterTemplateForm(forms.Form):
    """The wording of a letter; words in braces have to be known."""

    subject = forms.CharField(label=_("Oggetto"), max_length=200)
    body = forms.CharField(
        label=_("Testo"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=8000,
        help_text=_("Si può formattare: **grassetto**, elenchi con il trattino, titoli con ###."),
    )
    appeals = forms.CharField(
        label=_("Nota sui ricorsi"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )

    def clean(self) -> Any:
        data = super().clean() or {}
        for name in ("subject", "body", "appeals"):
            unknown = unknown_placeholders(data.get(name, ""))
            if unknown:
                words = ", ".join(f"{{{word}}}" for word in unknown)
                self.add_error(name, ValidationError(_("Segnaposto sconosciuti: %s.") % words))
        return data

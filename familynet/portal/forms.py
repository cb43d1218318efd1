"""What readers may send: an answer on clarity, a report, a search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.portal.models import FaultReport, PageFeedback


class FeedbackForm(forms.Form):
    """The questions under every page; drawn by frame/_feedback_questions.html."""

    path = forms.CharField(max_length=200, widget=forms.HiddenInput)
    rating = forms.TypedChoiceField(
        coerce=int,
        choices=[(value, str(value)) for value in range(1, 6)],
        error_messages={"required": _("Scegli un voto da 1 a 5.")},
    )
    reason = forms.ChoiceField(choices=PageFeedback.Reason, required=False)
    text = forms.CharField(max_length=200, required=False)

    def clean_path(self) -> str:
        """An address of this site, without the query, which could say what a person searched."""
        path = self.cleaned_data["path"].partition("?")[0]
        return path if path.startswith("/") and not path.startswith("//") else "/"


class FaultReportForm(forms.ModelForm):
    class Meta:
        model = FaultReport
        fields = ["kind", "administration", "address", "text", "email"]
        widgets = {
            "kind": forms.RadioSelect,
            "administration": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 6}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {
            "address": _("Copia l'indirizzo dalla barra del browser, se sai quale pagina è."),
            "text": _("Scrivi che cosa volevi fare e che cosa è successo. Non scrivere dati di altre persone."),
            "email": _("Serve solo per risponderti. Lascia vuoto per restare anonimo."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = FaultReport.Kind.choices  # type: ignore[attr-defined]
        administration = self.fields["administration"]
        administration.queryset = Administration.objects.all()  # type: ignore[attr-defined]
        administration.empty_label = None  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Risposta"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Se chi ha scritto ha lasciato un indirizzo, la riceve per e-mail."),
    )


class SearchForm(forms.Form):
    q = forms.CharField(max_length=200, required=False, strip=True)

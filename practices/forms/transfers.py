"""Forms of transfers: what each step asks; the actions hold the rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.forms import DateInput, DocumentField
from familynet.kernel.uploads import title_of_file
from familynet.organisations.forms import OrganisationField
from familynet.organisations.models import Organisation
from practices.forms.fields import IndicatorsField, TextInput
from practices.models import SUMMARY_OF_CHANGES, AdaptationItem, Practice, Transfer, TransferMeeting

LONG = 5000
PUBLIC_LATER = _("Dopo la conferma questo testo è pubblico: non scrivere nomi di persone.")


def text_field(label: Any, *, rows: int = 5, **kwargs: Any) -> TextInput:
    kwargs.setdefault("max_length", LONG)
    return TextInput(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **kwargs)


class AskForm(forms.Form):
    """ "We want this": for whom, and what is needed."""

    adopter = forms.ModelChoiceField(
        label=_("Chi la vuole"), queryset=Administration.objects.none(), widget=forms.RadioSelect
    )
    organisation = OrganisationField(
        label=_("Ente del territorio che la adotterà"),
        required=False,
        help_text=_(
            "Lascia vuoto se la adotta l'amministrazione. Altrimenti scrivi una parte del nome o il Comune."
        ),
    )
    need = text_field(
        _("Che cosa ci serve"),
        help_text=_("Il bisogno da cui partite e che cosa vorreste sapere. Lo legge chi ha scritto la pratica."),
    )

    def __init__(self, *args: Any, adopters: QuerySet[Administration], own: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, body = self.fields["adopter"], self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        assert isinstance(body, OrganisationField)
        field.queryset = adopters
        field.empty_label = None
        self.only = adopters[0] if len(adopters) == 1 else None
        if self.only is not None:
            del self.fields["adopter"]
        body.queryset = Organisation.objects.active().filter(administration__in=adopters)
        body.required = self.only is not None and self.only.pk == own
        if body.required:
            body.help_text = _(
                "La pratica è della tua amministrazione: indica chi la adotta, per esempio un Comune."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.only is not None:
            data["adopter"] = self.only
        return data


class AnswerForm(forms.Form):
    answer = text_field(_("Risposta"), help_text=_("Che cosa potete offrire: materiali, una visita, una persona."))
    contact_name = forms.CharField(label=_("Persona di contatto"), max_length=120)
    contact_email = forms.EmailField(
        label=_("E-mail del contatto"),
        help_text=_("La vedono solo le due amministrazioni, in questa pagina di lavoro."),
    )
    contact_phone = forms.CharField(label=_("Telefono"), max_length=40, required=False)


class ReasonForm(forms.Form):
    comment = text_field(_("Motivo"), rows=4, max_length=2000)


class NoteForm(forms.Form):
    comment = text_field(_("Nota"), rows=3, max_length=1000, required=False)


class DeclareForm(forms.Form):
    changes = text_field(
        _("In due righe, che cosa è cambiato"), rows=2, max_length=SUMMARY_OF_CHANGES, help_text=PUBLIC_LATER
    )


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Che cosa ne è stato"), choices=Transfer.Outcome.choices, widget=forms.RadioSelect
    )
    text = text_field(
        _("Che cosa è successo"),
        help_text=_("Risultati, difficoltà, che cosa rifareste. Questo testo è pubblico."),
    )
    indicators = IndicatorsField(label=_("Indicatori"), required=False)
    on = day_field(
        _("Esito al"),
        initial=timezone.localdate,
        help_text=_("Il giorno a cui si riferiscono testo e indicatori."),
    )


class ItemForm(forms.ModelForm):
    """One thing that was kept, changed or dropped."""

    text = text_field(_("Descrizione"), rows=3, max_length=2000, help_text=PUBLIC_LATER)
    why = text_field(
        _("Perché"), rows=3, max_length=2000, required=False, help_text=_("Serve se è cambiato o è stato tolto.")
    )

    class Meta:
        model = AdaptationItem
        fields = ["aspect", "kind", "text", "why"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.TypedChoiceField)
        kind.choices = AdaptationItem.Kind.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind and kind != AdaptationItem.Kind.KEPT and not data.get("why"):
            self.add_error("why", _("Scrivi perché: chi vuole rifare la pratica impara da qui."))
        return data


class MeetingForm(forms.ModelForm):
    """What is planned: when, where, about what, who comes."""

    link = forms.URLField(
        label=_("Collegamento per partecipare"), max_length=500, required=False, assume_scheme="https"
    )
    agenda = text_field(_("Programma"), required=False)
    participants = text_field(
        _("Chi partecipa"),
        rows=4,
        required=False,
        help_text=_("Un nome per riga. I nomi li vedono solo le due amministrazioni e non escono mai da qui."),
    )

    class Meta:
        model = TransferMeeting
        fields = ["kind", "date", "time", "place", "link", "agenda", "participants"]
        widgets = {
            "kind": forms.RadioSelect,
            "date": DateInput(),
            "time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {"place": _("Un indirizzo, oppure scrivi il collegamento qui sotto.")}


class ReportForm(forms.Form):
    report = text_field(_("Che cosa è emerso"), rows=8)
    participants = text_field(
        _("Chi ha partecipato"), rows=4, required=False, help_text=_("Un nome per riga. Non diventa mai pubblico.")
    )


class MeetingDocumentForm(forms.Form):
    file = DocumentField()
    title = forms.CharField(
        label=_("Titolo del documento"),
        max_length=200,
        required=False,
        help_text=_("Se manca, vale il nome del file."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("file") and not (data.get("title") or "").strip():
            data["title"] = title_of_file(data["file"].name)
        return data


class TieForm(forms.Form):
    """Which practice of the adopter tells the adaptation."""

    practice = forms.ModelChoiceField(
        label=_("Pratica che racconta l'adattamento"),
        queryset=Practice.objects.none(),
        empty_label=_("Scegli una pratica"),
    )

    def __init__(self, *args: Any, practices: QuerySet[Practice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["practice"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = practices

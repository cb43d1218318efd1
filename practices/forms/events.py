"""The forms of events: plan one, take part, keep its list, publish its minutes."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.combobox import ComboboxField
from familynet.kernel.documents import Document
from familynet.kernel.forms import DocumentField
from familynet.kernel.search import fold
from familynet.kernel.uploads import title_of_file
from familynet.protocols.models import ProtocolArea
from familynet.territories.forms import MunicipalityField
from practices.forms.fields import TextInput
from practices.models import ExchangeEvent, Practice
from practices.models.events import TEXT_LENGTH

FIRST_YEAR, LAST_YEAR = 2000, 2100
UNREADABLE = _("Scrivi giorno e ora, per esempio 15/03/2027 10:00.")
WRITTEN = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]


GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Di che cosa si parla"), ("administration", "title", "summary", "kind", "programme")),
    (_("Quando e dove"), ("starts_at", "ends_at", "mode", "municipality", "address", "online_url")),
    (_("Chi partecipa"), ("audience", "capacity", "registration_until")),
    (_("Nel quadro del protocollo"), ("protocol_area", "co_organisers")),
)


class MomentField(forms.DateTimeField):
    """Day and hour in Italian time; the browser's own field, and text where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        kwargs.setdefault("error_messages", {})["invalid"] = UNREADABLE
        super().__init__(widget=widget, input_formats=WRITTEN, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime.datetime) else value

    def clean(self, value: Any) -> Any:
        """Years that a calendar can reckon with: beyond them dates do not come back from the database."""
        moment = super().clean(value)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(_("Indica una data tra il 2000 e il 2100."), code="year")
        return moment


class PracticeField(ComboboxField):
    """Gives one public practice, found by the words of its title."""

    suggest_url = reverse_lazy("events:suggest_practice")
    not_found = _("Nessuna buona pratica pubblicata ha nel titolo “%(text)s”.")
    several = _("Più buone pratiche corrispondono a “%(text)s”: scegli quella giusta.")

    def options(self) -> QuerySet[Practice]:
        return Practice.objects.public().select_related("administration")

    def find(self, text: str) -> QuerySet[Practice]:
        found = self.options()
        for word in fold(text).split()[:8]:
            found = found.filter(Q(folded_title__startswith=word) | Q(folded_title__contains=f" {word}"))
        return found.order_by("folded_title", "pk")

    def label_of(self, obj: Practice) -> str:
        return obj.title

    def note_of(self, obj: Practice) -> str:
        return obj.administration.short_name


class LinkPracticeForm(forms.Form):
    practice = PracticeField(
        label=_("Buona pratica"), help_text=_("Scrivi qualche parola del titolo e scegli dall'elenco.")
    )


class EventForm(forms.Form):
    """Everything about an event but its state, its documents and the people in it."""

    administration = forms.ModelChoiceField(
        Administration.objects.none(),
        label=_("Chi organizza"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    title = forms.CharField(label=_("Titolo"), max_length=120)
    summary = forms.CharField(
        label=_("In breve"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Due righe per chi decide se venire: di che cosa si parla e che cosa si impara."),
    )
    kind = forms.ChoiceField(label=_("Tipo di incontro"), choices=ExchangeEvent.Kind, widget=forms.RadioSelect)
    audience = forms.ChoiceField(
        label=_("A chi è rivolto"), choices=ExchangeEvent.Audience, widget=forms.RadioSelect
    )
    starts_at = MomentField(label=_("Inizio"))
    ends_at = MomentField(label=_("Fine"))
    mode = forms.ChoiceField(label=_("Come si partecipa"), choices=ExchangeEvent.Mode, widget=forms.RadioSelect)
    municipality = MunicipalityField(required=False)
    address = forms.CharField(
        label=_("Luogo e indirizzo"),
        max_length=200,
        required=False,
        help_text=_("Sala, via e numero. Serve se ci si incontra di persona."),
    )
    online_url = forms.URLField(
        label=_("Indirizzo del collegamento"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_(
            "Comincia con https://. Lo vedono solo gli iscritti con posto e il personale, fino alla fine."
        ),
    )
    capacity = forms.IntegerField(
        label=_("Posti"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Lascia vuoto se non c'è un limite. Finiti i posti si apre la lista d'attesa."),
        error_messages={"min_value": _("I posti sono almeno uno. Lascia vuoto se non c'è un limite.")},
    )
    registration_until = MomentField(
        label=_("Iscrizioni fino a"), required=False, help_text=_("Se manca, fino all'inizio dell'incontro.")
    )
    programme = TextInput(
        label=_("Programma"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Puoi usare elenchi con - e titoli con #. Non scrivere qui l'indirizzo del collegamento."),
    )
    protocol_area = forms.ChoiceField(
        label=_("Tema del protocollo"), choices=[("", _("Nessuno")), *ProtocolArea.Code.choices], required=False
    )
    co_organisers = forms.ModelMultipleChoiceField(
        Administration.objects.none(),
        label=_("Organizzato insieme a"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, administrations: QuerySet[Administration], fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["administration"].queryset = administrations
        fields["co_organisers"].queryset = Administration.objects.all()
        if len(administrations) == 1:
            fields["administration"].initial = administrations[0]
            fields["administration"].widget = forms.HiddenInput()
            fields["co_organisers"].queryset = Administration.objects.exclude(pk__in=administrations)
        if fixed:
            del fields["administration"]

    def groups(self) -> Iterator[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields as the page shows them, under a heading each."""
        for legend, names in GROUPS:
            yield legend, [self[name] for name in names if name in self.fields and not self[name].is_hidden]

    def values(self) -> dict[str, Any]:
        """What the actions take as `values`."""
        apart = ("administration", "co_organisers", "base")
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class AskToJoinForm(forms.Form):
    """For people without an account: who they are, and that they have read the privacy notice."""

    name = forms.CharField(
        label=_("Nome e cognome"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Ti mandiamo un messaggio per confermare: senza conferma il posto non è tuo."),
    )
    organisation = forms.CharField(
        label=_("Ente o organizzazione"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    consent = forms.BooleanField(
        label=_("Ho letto l'informativa e accetto che i miei dati siano usati per questo incontro"),
        error_messages={"required": _("Senza il tuo consenso non possiamo registrare l'iscrizione.")},
    )


class ParticipantForm(forms.Form):
    name = forms.CharField(label=_("Nome e cognome"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    organisation = forms.CharField(label=_("Ente o organizzazione"), max_length=150, required=False)


class MaterialForm(forms.Form):
    file = DocumentField()
    title = forms.CharField(
        label=_("Titolo del documento"),
        max_length=200,
        required=False,
        help_text=_("Che cosa contiene. Se manca, vale il nome del file."),
    )
    language = forms.ChoiceField(
        label=_("Lingua"), choices=Document.Language.choices, initial=Document.Language.ITALIAN, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("file") and not (data.get("title") or "").strip():
            data["title"] = title_of_file(data["file"].name)
        data["language"] = data.get("language") or Document.Language.ITALIAN
        return data


class MinutesForm(forms.Form):
    minutes = TextInput(
        label=_("Verbale"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Chi c'era per gli enti, di che cosa si è parlato, che cosa si è deciso e chi lo fa."),
    )
    document = DocumentField(
        label=_("Documento del verbale"), required=False, help_text=_("Se c'è anche un documento firmato.")
    )


class StepForm(forms.Form):
    """Which of two steps a confirmation is for: pressed twice, it must not undo itself."""

    step = forms.CharField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    comment = forms.CharField(label=_("Motivo"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

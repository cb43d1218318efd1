"""Forms of the officer's steps, and of the applicant's answer to an integration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certifications.models import IntegrationItem, LifeRules, ProcedureRules, Requirement, Scheme
from certifications.self_assessment import Item
from familynet.accounts.models import User
from familynet.kernel.forms import DateInput, DocumentsField

MET_WORDS = {None: "", True: "yes", False: "no"}


class OfficerField(forms.ModelChoiceField):
    """People who may run files, by name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Responsabile del procedimento"))
        super().__init__(queryset=User.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name or obj.email)


class OfficerForm(forms.Form):
    officer = OfficerField(error_messages={"required": _("Scegli una persona.")})


class ProtocolForm(forms.Form):
    number = forms.CharField(label=_("Numero di protocollo"), max_length=40)
    date = forms.DateField(label=_("Data di protocollo"), widget=DateInput())


class AskIntegrationForm(forms.Form):
    """A question for each requirement; an empty one asks nothing."""

    message = forms.CharField(
        label=_("Messaggio"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
        help_text=_("Vale per tutta la richiesta; puoi lasciarlo vuoto."),
    )
    due_on = forms.DateField(label=_("Da rispondere entro il"), widget=DateInput())

    def __init__(self, *args: Any, requirements: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = requirements
        for requirement in requirements:
            self.fields[f"q{requirement.pk}"] = forms.CharField(
                label=_("Che cosa manca"),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=5000,
            )

    @property
    def questions(self) -> dict[int, str]:
        return {r.pk: self.cleaned_data[f"q{r.pk}"] for r in self.requirements}


class IntegrationAnswerForm(forms.Form):
    """What the applicant changes about one requirement that an officer asked about."""

    reply = forms.CharField(
        label=_("Risposta all'ufficio"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000
    )
    met = forms.TypedChoiceField(
        label=_("Il requisito è soddisfatto?"),
        choices=[("", _("Non lo diciamo")), ("yes", _("Sì")), ("no", _("No"))],
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        required=False,
    )
    points = forms.DecimalField(label=_("Punti"), required=False, max_digits=6, decimal_places=2, localize=True)
    note = forms.CharField(
        label=_("Come lo soddisfate"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=5000
    )
    revision = forms.IntegerField(widget=forms.HiddenInput(), required=False, min_value=0)
    documents = DocumentsField(label=_("Aggiungi documenti"), required=False)

    def __init__(self, *args: Any, asked: IntegrationItem, item: Item, **kwargs: Any) -> None:
        answer = item.answer
        kwargs["prefix"] = f"r{asked.requirement_id}"
        kwargs["initial"] = {
            "reply": asked.reply,
            "met": MET_WORDS[answer.met] if answer else "",
            "points": answer.points if answer else None,
            "note": answer.note if answer else "",
            "revision": item.revision,
        }
        super().__init__(*args, **kwargs)
        self.asked, self.item = asked, item
        if not item.requirement.has_range:
            del self.fields["points"]
        self.use_required_attribute = False

    @property
    def texts(self) -> list[forms.BoundField]:
        """What is written; the files stand in their own component."""
        return [field for field in self.visible_fields() if field.name != "documents"]


class LifeRulesForm(forms.ModelForm):
    """New rules of reminders and notices for one mark of an administration."""

    class Meta:
        model = LifeRules
        fields = ["scheme", "valid_from", "reminder_months", "notice_days"]
        widgets = {"valid_from": DateInput()}

    def __init__(self, *args: Any, administration: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scheme: Any = self.fields["scheme"]
        scheme.queryset = Scheme.objects.filter(administration=administration)
        scheme.empty_label = _("Scegli un marchio")
        self.fields["reminder_months"].error_messages["item_invalid"] = _(
            "Il numero al posto %(nth)s non va bene:"
        )


class RulesForm(forms.ModelForm):
    """New rules for the terms of an administration, or of one of its marks."""

    class Meta:
        model = ProcedureRules
        fields = [
            "scheme",
            "valid_from",
            "valid_to",
            "start_from",
            "term_days",
            "counting",
            "roll_to_working_day",
            "patron_saint",
            "max_integrations",
            "integration_days",
            "integration_effect",
            "max_stop_days",
            "observation_days",
            "notice_effect",
            "after_observations_days",
            "warn_days",
        ]
        widgets = {"valid_from": DateInput(), "valid_to": DateInput()}
        labels = {"scheme": _("Marchio")}
        help_texts = {
            "scheme": _("Vuoto: valgono per tutti i marchi dell'amministrazione."),
            "max_integrations": _("0: in questo procedimento non se ne possono chiedere."),
            "after_observations_days": _("Si aggiungono al termine dopo un preavviso di rigetto."),
            "warn_days": _("Da quanti giorni prima del termine la pratica è in giallo negli elenchi."),
            "max_stop_days": _("Vuoto: nessun massimo. La legge 241/1990 prevede 30 giorni."),
        }

    def __init__(self, *args: Any, administration: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.administration = administration
        scheme: Any = self.fields["scheme"]
        scheme.queryset = Scheme.objects.filter(administration=administration)
        scheme.empty_label = _("Tutti i marchi")

    def _get_validation_exclusions(self) -> set[str]:
        """The administration is given, so that its constraints are checked too."""
        return super()._get_validation_exclusions() - {"administration"}  # type: ignore[misc]

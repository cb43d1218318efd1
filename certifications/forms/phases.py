"""Forms of the multi-year part of a draft: levels, cycles, phases, plan, indicators, fees."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.forms.versions import OnceMixin
from certifications.models import (
    Cycle,
    FeeRule,
    Indicator,
    Level,
    PhaseTemplate,
    PlanArea,
    PlanField,
    PlanRule,
)
from certifications.schemefiles.fields import plain
from certifications.schemefiles.limits import LONGEST_TEXT
from familynet.organisations.models import Organisation

CODE_HELP = _("Lettere minuscole, cifre e trattini. Non si vede nelle pagine pubbliche.")
MOST_MONTHS = 600


class BoxesField(forms.MultipleChoiceField):
    """Some values of a list, as boxes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)


class SizesField(BoxesField):
    """The classes of size for which something holds; one at least."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Per quali dimensioni"),
            choices=Organisation.Size.choices,
            error_messages={"required": _("Scegli almeno una dimensione.")},
        )


def _months(*, label: Any, help_text: Any, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=required, min_value=0, max_value=MOST_MONTHS
    )


class LevelForm(OnceMixin):
    plain_code = True

    class Meta:
        model = Level
        fields = ["title", "code", "makes_certificate"]
        help_texts = {
            "title": _("Per esempio: Certificato base."),
            "code": CODE_HELP,
            "makes_certificate": _("L'atto che lo riconosce iscrive l'organizzazione nel registro."),
        }


class CycleForm(OnceMixin):
    """A cycle, and after which others it begins."""

    plain_code = True
    follows = BoxesField(
        label=_("Comincia dopo"),
        required=False,
        help_text=_("Nessuno: è il primo ciclo. Un ciclo può seguire anche sé stesso, quando si ripete."),
    )
    grace_months = _months(
        label=_("Mesi di tolleranza alla fine"),
        help_text=_("Per quanto il certificato resta valido mentre si aspetta il ciclo dopo, o l'atto di questo."),
        required=True,
    )

    class Meta:
        model = Cycle
        fields = ["title", "code", "follows", "needs_level", "grace_months"]
        help_texts = {"title": _("Per esempio: Mantenimento."), "code": CODE_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.instance.version
        follows: Any = self.fields["follows"]
        follows.choices = [(cycle.code, cycle.title) for cycle in version.cycles.all()]
        _choose(self, "needs_level", version.levels.all(), _("Nessuno"))
        _hide_without_choices(follows)


class PhaseForm(OnceMixin):
    """A phase of a cycle: who acts is said by what closes it."""

    plain_code = True
    once_sentence = _("C'è già una fase con questo codice, in questo o in un altro ciclo.")
    guidance = forms.CharField(
        label=_("Che cosa si fa"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    months = _months(
        label=_("Durata in mesi"),
        help_text=_("Vuota: la fase non ha un termine. 0: finisce insieme alla fase di prima."),
    )
    repeats = forms.IntegerField(
        label=_("Quante volte"),
        min_value=1,
        max_value=50,
        initial=1,
        help_text=_("Per esempio 3: tre anni di attuazione, uno dopo l'altro."),
    )
    closes_with = BoxesField(
        label=_("Si chiude con"),
        choices=PhaseTemplate.Closing.choices,
        required=False,
        help_text=_(
            "Piano, dati e documenti li manda l'organizzazione; la relazione chi valuta; l'atto chi dirige."
        ),
    )

    class Meta:
        model = PhaseTemplate
        fields = [
            "cycle",
            "title",
            "code",
            "kind",
            "guidance",
            "months",
            "repeats",
            "on_schedule",
            "closes_with",
            "grants",
        ]
        labels = {"cycle": _("Ciclo")}
        help_texts = {
            "code": CODE_HELP,
            "on_schedule": _("Altrimenti comincia appena si chiude la fase di prima."),
            "grants": _("Serve un atto: scegli «atto» qui sopra."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "cycle", self.instance.version.cycles.all())
        _choose(self, "grants", self.instance.version.levels.all(), _("Nulla"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("grants") and PhaseTemplate.Closing.ACT not in cleaned.get("closes_with", ()):
            sentence = _("Una fase che riconosce un livello si chiude con un atto: scegli anche «atto».")
            self.add_error("closes_with", ValidationError(sentence))
        return cleaned


class AreaForm(OnceMixin):
    plain_code = True

    class Meta:
        model = PlanArea
        fields = ["title", "code"]
        help_texts = {"title": _("Per esempio: Organizzazione del lavoro."), "code": CODE_HELP}


class FieldForm(OnceMixin):
    plain_code = True
    once_sentence = _("C'è già un campo con questo codice, in questa o in un'altra macro area.")

    class Meta:
        model = PlanField
        fields = ["area", "title", "code"]
        labels = {"area": _("Macro area")}
        help_texts = {"title": _("Per esempio: Orari e permessi."), "code": CODE_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "area", self.instance.version.planareas.all())


class PlanRuleForm(forms.ModelForm):
    """The minimum content of the plan for some classes of size."""

    sizes = SizesField()
    minimum = forms.IntegerField(label=_("Quante attività, almeno"), min_value=1, max_value=100, initial=1)

    class Meta:
        model = PlanRule
        fields = ["sizes", "minimum", "per"]
        labels = {"per": _("In ogni")}


class IndicatorForm(OnceMixin):
    """A figure of the yearly data: typed as a number, read as a share of another, or the mean of percentages."""

    plain_code = True
    parts = BoxesField(
        label=_("Percentuali che formano l'indice"),
        required=False,
        help_text=_("Solo per un indice: se ne fa la media."),
    )

    class Meta:
        model = Indicator
        fields = [
            "title",
            "code",
            "help",
            "formula",
            "unit",
            "base",
            "parts",
            "by_sex",
            "required",
            "in_charts",
            "is_example",
        ]
        labels = {"base": _("Su che cosa si calcola la percentuale")}
        help_texts = {
            "code": CODE_HELP,
            "formula": _(
                "Una percentuale si scrive come numero di persone e si legge come parte di un altro indicatore. "
                "Un indice non si scrive: è la media di alcune percentuali."
            ),
            "unit": _("Per esempio: persone, giorni, ore."),
            "base": _("Solo per una percentuale: uno degli indicatori che vengono prima."),
            "is_example": _("Segnalo quando l'indicatore non viene da un atto."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [each for each in self.instance.version.indicators.all() if each.pk != self.instance.pk]
        before = [each for each in others if not self.instance.pk or each.order < self.instance.order]
        typed = Indicator.objects.filter(pk__in=[each.pk for each in before if each.is_typed])
        _choose(self, "base", typed, "–")
        chosen = set(self.instance.parts)
        parts: Any = self.fields["parts"]
        parts.choices = [
            (each.code, each.title)
            for each in others
            if each.formula == Indicator.Formula.PERCENTAGE or each.code in chosen
        ]
        _hide_without_choices(parts)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        formula = cleaned.get("formula")
        if formula == Indicator.Formula.PERCENTAGE:
            if not cleaned.get("base") and "base" not in self.errors:
                self.add_error("base", ValidationError(_("Scegli di che cosa è una parte.")))
        else:
            cleaned["base"] = None
        if formula != Indicator.Formula.INDEX:
            cleaned["parts"] = []
        elif not cleaned.get("parts") and "parts" not in self.errors:
            place = "formula" if self.fields["parts"].widget.is_hidden else "parts"
            self.add_error(place, ValidationError(_("Un indice è fatto di percentuali: scegline almeno una.")))
        return cleaned


class FeeForm(forms.ModelForm):
    """What a cycle costs some classes of size."""

    sizes = SizesField()

    class Meta:
        model = FeeRule
        fields = ["cycle", "sizes", "amount", "is_example"]
        labels = {"cycle": _("Ciclo")}
        help_texts = {"is_example": _("Segnalo quando l'importo non viene da un atto.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "cycle", self.instance.version.cycles.all(), _("Ogni ciclo"))
        self.initial["amount"] = plain(self.instance.amount) if self.instance.amount is not None else None


def _choose(form: forms.ModelForm, name: str, rows: QuerySet[Any], empty: str | Promise | None = None) -> None:
    """The rows of this version only; `empty` are the words for none, where none may be chosen."""
    field: Any = form.fields[name]
    field.queryset = rows
    field.empty_label = empty


def _hide_without_choices(field: Any) -> None:
    """Nothing to choose: no empty box on the page."""
    if not field.choices:
        field.widget = forms.MultipleHiddenInput()

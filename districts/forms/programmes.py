"""A programme with its actions on one page, and the progress of an action."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.forms.districts import date_field
from districts.models import Action, ActionArea, Programme, ProgressUpdate, Taxonomy
from familynet.organisations.models import Organisation

MAX_ACTIONS = 200


class OpenForm(forms.Form):
    """The period of a new programme, and whether it begins with the actions of another."""

    year_from = forms.IntegerField(label=_("Anno"), min_value=2000, max_value=2100)
    year_to = forms.IntegerField(
        label=_("Fino all'anno"),
        min_value=2000,
        max_value=2100,
        required=False,
        help_text=_("Solo per un programma di più anni."),
    )
    copy_from = forms.ModelChoiceField(
        label=_("Copia le azioni da"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Nessuno: comincia senza azioni"),
    )

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["copy_from"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes


class TextsForm(forms.ModelForm):
    class Meta:
        model = Programme
        fields = ["premise", "strategic_project"]


def chosen(options: Mapping[int, Any], key: Any) -> Any:
    """The record of a key; ValueError for one that was not offered."""
    if int(key) not in options:
        raise ValueError(key)
    return options[int(key)]


class ActionForm(forms.Form):
    """One action of the draft. Organisations and areas are read once for all rows (`choices`)."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Titolo"), max_length=200)
    goal = forms.CharField(label=_("Obiettivo"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    description = forms.CharField(label=_("Descrizione"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    area = forms.TypedChoiceField(label=_("Area di azione"), required=False, empty_value=None)
    responsible = forms.TypedChoiceField(label=_("Organizzazione referente"), required=False, empty_value=None)
    partners = forms.TypedMultipleChoiceField(
        label=_("Altre organizzazioni"), required=False, widget=forms.CheckboxSelectMultiple
    )
    indicator = forms.CharField(label=_("Indicatore"), required=False, max_length=300)
    due_on = date_field(_("Da concludere entro"), required=False)

    def __init__(self, *args: Any, choices: "Choices", quiet: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quiet = quiet
        for name, options in (
            ("area", choices.areas),
            ("responsible", choices.organisations),
            ("partners", choices.organisations),
        ):
            field: Any = self.fields[name]
            field.coerce = partial(chosen, options)
            field.choices = [(pk, str(obj)) for pk, obj in options.items()]
            if name != "partners":
                field.choices = [("", _("Nessuna")), *field.choices]

    def full_clean(self) -> None:
        """While rows are added nothing is judged yet."""
        if self.quiet:
            self._errors: Any = ErrorDict()
            return
        super().full_clean()


class Choices:
    """What the rows of a programme may choose: the district's organisations, the areas in force."""

    def __init__(self, programme: Programme, actions: Iterable[Action]) -> None:
        used = [a.responsible_id for a in actions] + [p.pk for a in actions for p in a.partners.all()]
        district = programme.district
        current = Organisation.objects.filter(
            district_memberships__district=district, district_memberships__state="member"
        )
        known = Organisation.objects.filter(pk__in=[*used, district.lead_organisation_id])
        self.organisations = {o.pk: o for o in (current | known).distinct()}
        areas = ActionArea.objects.filter(taxonomy__in=Taxonomy.objects.in_force())
        areas |= ActionArea.objects.filter(pk__in=[a.area_id for a in actions])
        self.areas = {area.pk: area for area in areas.distinct()}


class BaseActionFormSet(forms.BaseFormSet):
    """Rows of actions, each with a box to take it away."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Togli questa azione")


ActionFormSet: Any = forms.formset_factory(
    ActionForm, formset=BaseActionFormSet, extra=0, can_delete=True, max_num=MAX_ACTIONS
)


class ProgrammePage:
    """The texts and the rows of a draft; `add` in the data means: one more row, keep all that was typed."""

    def __init__(self, programme: Programme, data: Any = None) -> None:
        actions = list(
            Action.objects.filter(commitments__programme=programme)
            .order_by("commitments__order", "commitments__pk")
            .prefetch_related("partners")
        )
        self.adding = data is not None and "add" in data
        if self.adding:
            data = one_row_more(data)
        options = {"choices": Choices(programme, actions), "quiet": self.adding}
        self.texts = TextsForm(data, instance=programme)
        self.actions = ActionFormSet(
            data, prefix="actions", initial=[row_of(a) for a in actions], form_kwargs=options
        )

    def is_valid(self) -> bool:
        return not self.adding and all([self.texts.is_valid(), self.actions.is_valid()])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows to store, in their order; without those taken away and those left empty."""
        forms_kept = [f for f in self.actions if f.has_changed() or f.initial]
        cleaned = [f.cleaned_data for f in forms_kept if f.cleaned_data and not f.cleaned_data["DELETE"]]
        return [{name: value for name, value in row.items() if name != "DELETE"} for row in cleaned]


def one_row_more(data: Any) -> Any:
    """The same data with one more row announced, up to the limit."""
    changed = data.copy()
    typed = changed.get("actions-TOTAL_FORMS", "0")
    total = int(typed) if typed.isdigit() else 0
    changed["actions-TOTAL_FORMS"] = str(min(total + 1, MAX_ACTIONS))
    return changed


def row_of(action: Action) -> Mapping[str, Any]:
    """An action as the first values of its row."""
    return {
        "id": action.pk,
        "title": action.title,
        "goal": action.goal,
        "description": action.description,
        "area": action.area_id,
        "responsible": action.responsible_id,
        "partners": [partner.pk for partner in action.partners.all()],
        "indicator": action.indicator,
        "due_on": action.due_on,
    }


class EvaluationForm(forms.Form):
    text = forms.CharField(
        label=_("Autovalutazione"),
        help_text=_("Che cosa è riuscito, che cosa no, che cosa cambiare. Il testo è pubblico."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    on = date_field(_("Data"), initial=timezone.localdate)


class ProgressForm(forms.Form):
    completion = forms.TypedChoiceField(
        label=_("Avanzamento"), choices=ProgressUpdate.Completion.choices, coerce=int, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Nota"),
        required=False,
        max_length=2000,
        help_text=_("Che cosa è stato fatto. La nota è pubblica."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    on = date_field(_("Data"), initial=timezone.localdate)

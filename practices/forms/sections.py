"""The form of a practice, one section at a time. It checks only shape: a draft may be incomplete."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.territories.models import Province
from practices.forms.fields import TEXT_LENGTH, IndicatorsField, MunicipalitiesField, TextInput
from practices.models import SUMMARY_LENGTH, TITLE_LENGTH, PolicyArea, Practice, TargetGroup, Taxonomy
from practices.sections import TERRITORY_FIELDS, Section, required_fields

HINTS = {
    "title": _("Al massimo 100 caratteri: dica che cosa si fa e per chi."),
    "summary": _("Due o tre frasi, al massimo 400 caratteri. Compare nei risultati della ricerca."),
    "problem": _("Quale bisogno delle famiglie avete visto? Come lo avete capito?"),
    "solution": _(
        "Che cosa si fa, chi lo fa, con quali passi. Puoi usare elenchi: una riga con un trattino per voce."
    ),
    "area_name": _("Per esempio: Val di Non, Distretto famiglia della Paganella, area metropolitana."),
    "province_codes": _("Scegli tutte le province che l'area tocca."),
    "started_on": _("Se non ricordi il giorno, indica il primo del mese o dell'anno."),
    "total_cost": _("Solo cifre, per esempio 12500 o 12500,50."),
    "costs": _("Quanto costa avviarla e quanto costa ogni anno. Se non costa nulla, scrivilo."),
    "funding": _("Fondi propri, regionali, statali, europei, privati."),
    "resources": _("Chi serve, per quante ore, con quali competenze e quali spazi."),
    "results": _("Che cosa è cambiato per le famiglie e come lo sapete."),
    "lessons": _("Che cosa rifareste diversamente? Che cosa non ha funzionato?"),
    "transferability": _("Condizioni, norme, alleanze e tempi che servono per rifarla altrove."),
    "sources": _("Leggi, delibere, pagine web. Un collegamento per riga."),
    "contact_email": _("Meglio la casella dell'ufficio che quella personale."),
}
LINES = {"problem": 8, "solution": 10, "costs": 5, "funding": 4, "resources": 6, "results": 8, "sources": 4}


class CreateForm(forms.Form):
    """All that a new draft needs: whose it is and how it is called."""

    administration = forms.ModelChoiceField(
        Administration.objects.none(), label=_("Amministrazione"), empty_label=None
    )
    title = forms.CharField(label=_("Titolo"), max_length=TITLE_LENGTH, help_text=HINTS["title"])
    kind = forms.ChoiceField(
        label=_("Che cosa racconti"),
        choices=Practice.Kind.choices,
        initial=Practice.Kind.PRACTICE,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Anche ciò che non ha funzionato aiuta: si raccontano le lezioni, i risultati non servono."),
    )

    def __init__(self, *args: Any, administrations: QuerySet[Administration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["administration"]
        field.queryset = administrations  # type: ignore[attr-defined]
        if len(administrations) == 1:
            field.widget, field.initial = forms.HiddenInput(), administrations[0]

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or Practice.Kind.PRACTICE)


class SectionForm(forms.ModelForm):
    """The fields of one section. `values()` gives those that are well formed, also when others are not."""

    section: Section

    class Meta:
        model = Practice
        fields: list[str] = []

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        needed = set(required_fields(self.instance, section))
        made = forms.fields_for_model(
            Practice, fields=section.fields, field_classes={}, formfield_callback=_form_field
        )
        for name in section.fields:
            field: Any = SPECIAL_FIELDS[name]() if name in SPECIAL_FIELDS else made[name]
            field.required, field.needed = False, name in needed or name in TERRITORY_FIELDS
            field.help_text = HINTS.get(name, field.help_text)
            self.fields[name] = field
            self.initial.setdefault(name, _initial(self.instance, name))
        self._adapt()

    def _adapt(self) -> None:
        """What depends on the practice: its administration, the taxonomy in force."""
        if "municipalities" in self.fields:
            administration = self.instance.administration
            self.fields["municipalities"].administration = administration  # type: ignore[attr-defined]
            if administration.province_id:
                del self.fields["province_codes"]
            else:
                self.fields["province_codes"].choices = province_choices(administration)  # type: ignore[attr-defined]
        if "policy_area" in self.fields:
            areas = PolicyArea.objects.filter(
                Q(taxonomy__in=Taxonomy.objects.in_force()) | Q(pk=self.instance.policy_area_id)
            )
            self.fields["policy_area"].queryset = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("started_on"), data.get("ended_on")
        if start and end and end < start:
            self.add_error("started_on", _("L'inizio viene dopo la fine: correggi una delle due date."))
            self.add_error("ended_on", _("La fine viene prima dell'inizio: correggi una delle due date."))
        if end and data.get("is_ongoing"):
            self.add_error("ended_on", _("Se la pratica è ancora in corso, togli la data di fine."))
            self.add_error("is_ongoing", _("Togli la spunta oppure la data di fine."))
        return data

    def _post_clean(self) -> None:
        """The instance stays as it was read: the action compares and writes."""

    def values(self) -> dict[str, Any]:
        """The well-formed values by field, ready for `save_draft`."""
        values = {name: self.cleaned_data[name] for name in self.section.fields if name in self.cleaned_data}
        if "title" in values and not values["title"].strip():
            del values["title"]
        if values.get("scope") != Practice.Scope.AREA:
            values.pop("province_codes", None)
            values.pop("area_name", None)
        for name in ("target_groups", "municipalities"):
            if name in values:
                values[name] = list(values[name])
        return values


def _initial(practice: Practice, name: str) -> Any:
    if name in ("target_groups", "municipalities"):
        related = getattr(practice, name).all()
        return list(related.select_related("province") if name == "municipalities" else related)
    return getattr(practice, Practice._meta.get_field(name).attname)  # type: ignore[union-attr]


def _form_field(model_field: Any, **kwargs: Any) -> forms.Field | None:
    """Long texts, dates and short texts as this form wants them."""
    name, label = model_field.name, str(model_field.verbose_name)
    label = label[:1].upper() + label[1:]
    if model_field.get_internal_type() == "TextField":
        rows = forms.Textarea(attrs={"rows": LINES.get(name, 6), "maxlength": TEXT_LENGTH})
        return TextInput(label=label, max_length=TEXT_LENGTH, widget=rows)
    if model_field.get_internal_type() == "DateField":
        return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field = model_field.formfield(**kwargs)
    field.label = label
    return field


def shown_value(practice: Practice, name: str) -> str:
    """The value of a field as text, to be read next to another one."""
    value = _initial(practice, name)
    if name == "policy_area":
        return str(practice.policy_area or "")
    if name == "scope":
        return str(practice.get_scope_display())
    if name == "indicators":
        return "\n".join(" – ".join(filter(None, row.values())) for row in value)
    if name == "is_ongoing":
        return str(_("sì") if value else _("no"))
    if isinstance(value, datetime.date):
        return date_format(value, "d/m/Y")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def province_choices(administration: Administration) -> list[tuple[str, str]]:
    provinces = Province.objects.filter(region=administration.region_id)
    return [(province.abbreviation, province.name) for province in provinces]


SPECIAL_FIELDS: dict[str, Callable[[], forms.Field]] = {
    "policy_area": lambda: forms.ModelChoiceField(
        PolicyArea.objects.none(), label=_("Area di intervento"), empty_label=_("Scegli un'area")
    ),
    "target_groups": lambda: forms.ModelMultipleChoiceField(
        TargetGroup.objects.filter(is_current=True),
        label=_("Destinatari"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A chi è rivolta: anche più di una risposta."),
    ),
    "summary": lambda: TextInput(
        label=_("In breve"), max_length=SUMMARY_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    ),
    "scope": lambda: forms.ChoiceField(
        label=_("Territorio"), choices=Practice.Scope.choices, widget=forms.RadioSelect
    ),
    "municipalities": lambda: MunicipalitiesField(
        label=_("Comuni"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Uno per riga, per esempio: Bra (CN). Puoi incollare un elenco."),
    ),
    "province_codes": lambda: forms.MultipleChoiceField(
        label=_("Province dell'area"), widget=forms.CheckboxSelectMultiple
    ),
    "total_cost": lambda: forms.DecimalField(
        label=_("Costo totale in euro"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    ),
    "indicators": lambda: IndicatorsField(
        label=_("Indicatori"), help_text=_("Uno per riga. Le righe vuote non contano.")
    ),
    "contact_email": lambda: forms.EmailField(label=_("E-mail"), max_length=254),
}

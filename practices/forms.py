"""The form of a practice, one section at a time. It checks only shape: a draft may be incomplete."""

import datetime
import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.documents import Document
from familynet.kernel.forms import DocumentField
from familynet.kernel.search import fold
from familynet.territories.models import Municipality, Province
from practices.models import SUMMARY_LENGTH, TITLE_LENGTH, PolicyArea, Practice, TargetGroup, Taxonomy
from practices.sections import TERRITORY_FIELDS, Section, required_fields

TEXT_LENGTH = 20_000
MAX_INDICATORS = 12
MAX_MUNICIPALITIES = 400
UPLOAD_ROWS = 3
INDICATOR_PARTS = ("name", "before", "after", "source")

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


class TextInput(forms.CharField):
    """Text with line ends as one character, so that a copy saved twice is the same copy."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\r\n?", "\n", super().to_python(value) or "")


class MunicipalitiesField(forms.CharField):
    """Several comuni, one per line: easy to type, and a list can be pasted from a spreadsheet."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.administration: Administration | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple, QuerySet)):
            return "\n".join(str(municipality) for municipality in value)
        return value

    def clean(self, value: Any) -> list[Municipality]:
        lines = [line for part in re.split(r"[\n;]", value or "") if (line := part.strip(" ,\t\r"))]
        if len(lines) > MAX_MUNICIPALITIES:
            raise ValidationError(_("Sono troppi Comuni: scegli tutto il territorio o un'area."))
        found, errors = [], []
        candidates = self._candidates(lines) if lines else {}
        for line in lines:
            name, sigla = _split(line)
            hits = [m for m in candidates.get(fold(name), []) if sigla in ("", m.province.abbreviation)]
            if len(hits) == 1:
                found.append(hits[0])
            else:
                errors.append(self._complaint(line, name, hits))
        if errors:
            raise ValidationError(errors)
        return list({municipality.pk: municipality for municipality in found}.values())

    def _candidates(self, lines: list[str]) -> dict[str, list[Municipality]]:
        """Comuni of the administration's territory by folded name, in one query."""
        names = {fold(_split(line)[0]) for line in lines}
        by_name: dict[str, list[Municipality]] = {}
        for municipality in self._territory().filter(folded_name__in=names):
            by_name.setdefault(municipality.folded_name, []).append(municipality)
        return by_name

    def _territory(self) -> QuerySet[Municipality]:
        municipalities = Municipality.objects.current().select_related("province")
        if self.administration is None:
            return municipalities
        if self.administration.province_id:
            return municipalities.filter(province=self.administration.province_id)
        return municipalities.filter(province__region=self.administration.region_id)

    def _complaint(self, line: str, name: str, hits: list[Municipality]) -> str:
        """What is wrong with a line, with the names it may mean."""
        words = {"line": line}
        if hits:
            words["names"] = ", ".join(str(hit) for hit in hits)
            return _t("“%(line)s” può essere: %(names)s. Aggiungi la sigla della provincia.") % words
        similar = self._territory().filter(
            Q(folded_name__trigram_similar=fold(name)) | Q(folded_name__startswith=fold(name)[:4] or "-")
        )[:4]
        if similar:
            words["names"] = ", ".join(str(hit) for hit in similar)
            return _t("Non trovo “%(line)s” nel territorio. Forse: %(names)s?") % words
        return _t("Non trovo il Comune “%(line)s” nel territorio dell'amministrazione.") % words


def _split(line: str) -> tuple[str, str]:
    """ "Bra (CN)" → ("Bra", "CN")"""
    match = re.fullmatch(r"(.+?)\s*\(\s*([A-Za-z]{2})\s*\)", line)
    return (match[1], match[2].upper()) if match else (line, "")


class CreateForm(forms.Form):
    """All that a new draft needs: whose it is and how it is called."""

    administration = forms.ModelChoiceField(
        Administration.objects.none(), label=_("Amministrazione"), empty_label=None
    )
    title = forms.CharField(label=_("Titolo"), max_length=TITLE_LENGTH, help_text=HINTS["title"])

    def __init__(self, *args: Any, administrations: QuerySet[Administration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["administration"]
        field.queryset = administrations  # type: ignore[attr-defined]
        if len(administrations) == 1:
            field.widget, field.initial = forms.HiddenInput(), administrations[0]


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


class IndicatorsWidget(forms.Widget):
    """A small table: what was counted, before, after, source."""

    template_name = "practices/widgets/indicators.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = list(value or [])
        rows += [{}] * max(1, 3 - len(rows))
        context["widget"]["rows"] = rows[:MAX_INDICATORS]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        columns = [data.getlist(f"{name}-{part}") if hasattr(data, "getlist") else [] for part in INDICATOR_PARTS]
        return [dict(zip(INDICATOR_PARTS, row, strict=True)) for row in zip(*columns, strict=False)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-{INDICATOR_PARTS[0]}" not in data

    def id_for_label(self, id_: str) -> str:
        return ""


class IndicatorsField(forms.Field):
    """Rows of {name, before, after, source}; empty rows are dropped."""

    widget = IndicatorsWidget

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows = [{part: str(row.get(part, "")).strip()[:200] for part in INDICATOR_PARTS} for row in value or []]
        rows = [row for row in rows if any(row.values())][:MAX_INDICATORS]
        if any(not row["name"] for row in rows):
            raise ValidationError(_("Scrivi che cosa misura ogni riga: il nome dell'indicatore manca."))
        return rows


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


def title_of_file(name: str) -> str:
    """ "relazione_finale-2024.pdf" → "Relazione finale 2024"."""
    words = re.sub(r"[_\-\s]+", " ", PurePath(name).stem).strip() or name
    return (words[:1].upper() + words[1:])[:200]


class DocumentForm(forms.Form):
    """One row of the upload: nothing chosen and nothing typed means no document."""

    file = DocumentField(required=False)
    title = forms.CharField(
        label=_("Titolo del documento"),
        max_length=200,
        required=False,
        help_text=_("Che cosa contiene, per chi lo trova in un elenco. Se manca, vale il nome del file."),
    )
    language = forms.ChoiceField(
        label=_("Lingua"), choices=Document.Language.choices, initial=Document.Language.ITALIAN, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Without a title the name of the file serves; a title alone asks for its file."""
        data = super().clean() or self.cleaned_data
        title, upload = (data.get("title") or "").strip(), data.get("file")
        if upload and not title and "title" not in self.errors:
            data["title"] = title_of_file(upload.name)
        if title and not upload and "file" not in self.errors:
            self.add_error("file", _("Scegli il file di questo documento, oppure cancella il titolo."))
        return data

    @property
    def has_upload(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data.get("file"))


class DescribeDocumentForm(forms.Form):
    title = forms.CharField(label=_("Titolo del documento"), max_length=200)
    language = forms.ChoiceField(label=_("Lingua"), choices=Document.Language.choices)


class ReviewForm(forms.Form):
    """The judgement of a validator: what happens, and what the author reads."""

    CHOICES = (
        ("publish", _("Pubblica: la pratica diventa visibile a tutti")),
        ("request_changes", _("Chiedi modifiche: torna a chi l'ha scritta")),
        ("reject", _("Respingi: la pratica non sarà pubblicata")),
    )
    decision = forms.ChoiceField(label=_("Decisione"), choices=CHOICES, widget=forms.RadioSelect)
    comment = TextInput(
        label=_("Valutazione per chi ha scritto"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Serve per chiedere modifiche o respingere. Chi ha scritto la riceve per e-mail."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") in ("request_changes", "reject") and not (data.get("comment") or "").strip():
            self.add_error("comment", _("Scrivi il motivo: chi legge deve capire la decisione."))
        return data


class CommentForm(forms.Form):
    """The reason of a step that needs one."""

    comment = TextInput(label=_("Motivo"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

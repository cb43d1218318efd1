"""Forms of a disciplinare in draft: its data and its parts, the copy, the publication."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from certifications.forms.conditions import ConditionFormMixin
from certifications.models import (
    Category,
    PassBand,
    Requirement,
    RequirementSection,
    SchemeService,
    SchemeVersion,
)
from certifications.schemefiles.fields import SLUG, plain
from certifications.schemefiles.limits import LONGEST_TEXT
from familynet.kernel.forms import DateInput


class FileLengthMixin(forms.ModelForm):
    """A text is no longer on the pages than in a file, so that what is exported can be imported again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea) and getattr(field, "max_length", 0) is None:
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))


class VersionForm(FileLengthMixin):
    """The data of a disciplinare, without its parts."""

    class Meta:
        model = SchemeVersion
        fields = [
            "label",
            "category",
            "valid_from",
            "introduction",
            "declarations",
            "fee",
            "fee_note",
            "validity_months",
            "renewal_months",
            "assessors_needed",
            "blind_percent",
            "disagreement_points",
            "retention_months",
            "is_example",
        ]
        widgets = {
            "valid_from": DateInput(),
            "introduction": forms.Textarea(attrs={"rows": 5}),
            "declarations": forms.Textarea(attrs={"rows": 5}),
            "fee_note": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"category": _("Categoria")}
        help_texts = {
            "valid_from": _("Se manca vale il giorno dell'atto con cui si pubblica."),
            "validity_months": _("Vuota: la certificazione non scade."),
            "fee": _("Vuota: non si paga nulla."),
            "is_example": _("Segnalo quando punti o soglie non vengono da un atto: la pagina pubblica lo dice."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        if self.instance.pk:
            del self.fields["category"]
        else:
            category.queryset = Category.objects.filter(scheme=self.instance.scheme_id)
            category.empty_label = _("Tutto il marchio")

    def clean_declarations(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["declarations"].splitlines() if line.strip()]
        if len(lines) > 60 or any(len(line) > 1000 for line in lines):
            raise ValidationError(_("Al massimo 60 dichiarazioni, di al massimo 1000 caratteri l'una."))
        return "\n".join(lines)


class OnceMixin(FileLengthMixin):
    """Says next to the field that another part of this version has the same code or name."""

    once, once_sentence = "code", _("C'è già una parte con questo codice.")
    # Whether the code follows the rule of the file: it is named by conditions, cycles and indexes.
    plain_code = False

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.plain_code and not SLUG.fullmatch(code):
            raise ValidationError(_("Usa solo lettere minuscole senza accenti, cifre e trattini."))
        return code

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        value = self.cleaned_data.get(self.once)
        others = type(self.instance)._default_manager.filter(version=self.instance.version)
        if value and others.filter(**{self.once: value}).exclude(pk=self.instance.pk).exists():
            self.add_error(self.once, ValidationError(self.once_sentence))


class SectionForm(OnceMixin):
    class Meta:
        model = RequirementSection
        fields = ["code", "title", "guidance"]
        widgets = {"guidance": forms.Textarea(attrs={"rows": 3})}


class ServiceForm(OnceMixin):
    plain_code = True

    class Meta:
        model = SchemeService
        fields = ["code", "label"]
        help_texts = {"code": _("Lo usano le condizioni: lettere minuscole, cifre e trattini.")}


class RequirementForm(ConditionFormMixin, OnceMixin):
    """One requirement with its condition. Fixed points: the same number twice, or the maximum alone."""

    class Meta:
        model = Requirement
        fields = [
            "section",
            "code",
            "text",
            "guidance",
            "mandatory",
            "points_min",
            "points_max",
            "evidence",
            "evidence_text",
            "due_months",
        ]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "guidance": forms.Textarea(attrs={"rows": 3})}
        labels = {"section": _("Area")}
        help_texts = {
            "points_min": _("Vuoto o uguale al massimo: i punti sono fissi."),
            "points_max": _("0: il requisito non dà punti."),
            "evidence_text": _("Per esempio: la delibera di Giunta."),
            "due_months": _("0: si chiede alla domanda. 24: entro due anni dall'assegnazione."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.instance.version
        section: Any = self.fields["section"]
        section.queryset = RequirementSection.objects.filter(version=version)
        section.empty_label = None
        self.fields["points_min"].required = False
        self.initial["points_max"] = plain(self.instance.points_max)
        self.initial["points_min"] = plain(self.instance.points_min) if self.instance.has_range else None
        self.add_condition(self.instance.applies_if, services_of(version))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("points_min") is None and "points_min" not in self.errors:
            cleaned["points_min"] = cleaned.get("points_max", 0)
        low, high = cleaned.get("points_min"), cleaned.get("points_max")
        if low is not None and high is not None and low > high:
            self.add_error("points_max", ValidationError(_("Il massimo dei punti è minore del minimo.")))
        if cleaned.get("evidence") == "required" and not cleaned.get("evidence_text"):
            self.add_error("evidence_text", ValidationError(_("Scrivi quale documento si chiede.")))
        self.instance.applies_if = cleaned.get("condition")
        return cleaned


class BandForm(ConditionFormMixin, OnceMixin):
    """A class of applicants and its pass mark."""

    once, once_sentence = "label", _("C'è già una classe con questo nome.")
    condition_title = _("Per chi vale")

    class Meta:
        model = PassBand
        fields = ["label", "minimum"]
        help_texts = {"label": _("Per esempio: Comuni con meno di 5.000 abitanti.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["minimum"] = plain(self.instance.minimum)
        self.add_condition(self.instance.condition, services_of(self.instance.version))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.condition = cleaned.get("condition")
        return cleaned


def services_of(version: SchemeVersion) -> dict[str, str]:
    return {service.code: service.label for service in version.services.all()}


class CopyForm(forms.Form):
    label = forms.CharField(
        label=_("Nome del nuovo disciplinare"),
        max_length=160,
        help_text=_("Per esempio con l'anno: «Disciplinare Comuni 2027»."),
    )


class SendBackForm(forms.Form):
    comment = forms.CharField(
        label=_("Che cosa correggere"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


class PublishForm(forms.Form):
    valid_from = forms.DateField(
        label=_("In vigore dal"),
        widget=DateInput(),
        help_text=_("Può essere un giorno futuro: fino ad allora vale il disciplinare di prima."),
    )

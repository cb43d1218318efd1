"""What a validator fills in besides the decision: comments on sections, grades of evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import TEXT_LENGTH, TextInput
from practices.models import Dimension, EvidenceCriteria, EvidenceRating, Grade, Practice
from practices.sections import sections_of

COMMENT_LENGTH = 4000


class JointReviewForm(forms.Form):
    """The judgement of the other side, or of the committee."""

    CHOICES = (
        ("validate", _("Valida: entra nella biblioteca comune, validata da entrambe")),
        ("request_changes", _("Chiedi modifiche: chi l'ha scritta prepara una nuova versione")),
        ("decline", _("Non accogliere: resta sulla pagina della sua amministrazione")),
    )
    decision = forms.ChoiceField(label=_("Decisione"), choices=CHOICES, widget=forms.RadioSelect)
    comment = TextInput(
        label=_("Valutazione per chi ha scritto"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("La leggono le due amministrazioni: che cosa va bene, che cosa no e perché."),
        error_messages={"required": _("Scrivi la valutazione: chi ha scritto deve capire la decisione.")},
    )


class SectionCommentsForm(forms.Form):
    """One optional comment for each section; `texts()` gives those that were written."""

    prefix = "comments"

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in sections_of(practice):
            self.fields[section.name] = TextInput(
                label=str(section.title),
                required=False,
                max_length=COMMENT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def texts(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if text.strip()}


class EvidenceForm(forms.Form):
    """A grade and its reason in each dimension; each choice says what the criteria ask for it."""

    prefix = "evidence"

    def __init__(
        self, *args: Any, criteria: EvidenceCriteria, rating: EvidenceRating | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict.fromkeys(Dimension.values, Grade.NONE.value)
        if rating:
            self.initial = {**rating.grades, **_prefixed(rating.reasons)}
        texts = {(r.dimension, r.grade): r.text for r in criteria.requirements.all()}
        for dimension in Dimension:
            choices = [(grade.value, f"{grade.label} – {texts.get((dimension, grade), '')}") for grade in Grade]
            self.fields[dimension.value] = forms.TypedChoiceField(
                label=dimension.label,
                choices=choices,
                coerce=int,
                empty_value=Grade.NONE.value,  # type: ignore[arg-type]
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{dimension.value}_reason"] = TextInput(
                label=_("Perché questo grado"),
                required=False,
                max_length=COMMENT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Serve per + e ++: quale studio, quali dati, dove si leggono."),
            )

    @property
    def was_sent(self) -> bool:
        """True when the page that was sent had these fields."""
        return any(self.add_prefix(dimension) in self.data for dimension in Dimension.values)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for dimension in Dimension.values:
            if data.get(dimension) and not (data.get(f"{dimension}_reason") or "").strip():
                self.add_error(f"{dimension}_reason", _("Scrivi perché: un grado si dà solo con il motivo."))
        return data


def _prefixed(reasons: Mapping[str, str]) -> dict[str, str]:
    return {f"{dimension}_reason": text for dimension, text in reasons.items()}


class JudgementForms:
    """The forms of a validator's page as one: decision and words, comments on sections, grades.

    Grades are asked only with a decision in `rates`: who sends a text back need not grade it.
    """

    def __init__(
        self,
        data: Any,
        *,
        form: forms.Form,
        practice: Practice,
        rates: Iterable[str],
        criteria: EvidenceCriteria | None,
    ) -> None:
        self.form, self.rates = form, set(rates)
        self.comments = SectionCommentsForm(data, practice=practice)
        self.evidence: EvidenceForm | None = None
        if criteria and not practice.is_lesson:
            rating = practice.root.evidence_ratings.first()
            self.evidence = EvidenceForm(data, criteria=criteria, rating=rating)

    @property
    def looked_at(self) -> list[forms.Form]:
        """The forms whose errors the page shows: the grades only where they count."""
        shown: list[forms.Form] = [self.form, self.comments]
        if self.form.is_bound and self.evidence is not None and self._grades_count:
            shown.append(self.evidence)
        return shown

    @property
    def decision(self) -> str:
        return str(self.form.data.get("decision") or "")

    def is_valid(self) -> bool:
        """Every form is looked at, so that all errors are shown at once."""
        found = [self.form.is_valid(), self.comments.is_valid()]
        return all(found) and (not self._grades_count or self._evidence_is_valid())

    def arguments(self) -> dict[str, Any]:
        """What the action of the decision takes."""
        given: dict[str, Any] = {
            "comment": self.form.cleaned_data["comment"],
            "comments": self.comments.texts(),
        }
        if self.decision == "publish" and "waiver" in self.form.fields:
            given["waiver"] = self.form.cleaned_data["waiver"]
        if self._grades_count and self.evidence:
            given["evidence"] = self.evidence.cleaned_data
        return given

    @property
    def _grades_count(self) -> bool:
        return self.evidence is not None and self.evidence.was_sent and self.decision in self.rates

    def _evidence_is_valid(self) -> bool:
        return self.evidence is not None and self.evidence.is_valid()

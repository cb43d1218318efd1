"""Forms of the dry run's follow-up: ask the holders, declare, give back."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from certifications.forms.applications import PointsField
from certifications.models import Realignment, Requirement
from familynet.kernel.forms import DateInput, DocumentField

WITHOUT_POINTS = _("Senza un numero contano i punti che avete già, o il minimo.")


class PlanForm(forms.Form):
    """What is asked of the holders, and by when."""

    due_on = forms.DateField(label=_("Entro il"), widget=DateInput())
    reason = forms.CharField(
        label=_("Che cosa si chiede"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Lo leggono le organizzazioni. I requisiti che mancano a ciascuna si aggiungono da soli."),
    )
    with_unknown = forms.BooleanField(
        label=_("Chiedilo anche a chi non ha risposte registrate"),
        required=False,
        help_text=_("Per chi ha ottenuto il marchio prima delle domande su questo portale."),
    )


class DeclareForm(forms.Form):
    """For every requirement asked: met or not, how, and the document. What was typed stays on an error."""

    def __init__(
        self, *args: Any, realignment: Realignment, requirements: list[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.realignment, self.requirements = realignment, requirements
        known = {answer.code: answer for answer in realignment.answers.select_related("document")}
        self.documents = {code: answer.document for code, answer in known.items() if answer.document}
        for place, requirement in enumerate(requirements):
            answer, words = known.get(requirement.code), {"code": requirement.code}
            self.fields[f"met{place}"] = forms.BooleanField(
                label=_("Il requisito %(code)s è soddisfatto") % words,
                required=False,
                initial=answer.met if answer else False,
            )
            self.fields[f"note{place}"] = forms.CharField(
                label=_("Come lo soddisfate"),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=2000,
                required=False,
                initial=answer.note if answer else "",
            )
            if requirement.has_range:
                points = self.fields[f"points{place}"] = PointsField(requirement)
                points.initial = answer.points if answer else None
                points.help_text = f"{points.sentence} {WITHOUT_POINTS}"
            if requirement.evidence != "none":
                help_text = requirement.evidence_text or None
                self.fields[f"file{place}"] = DocumentField(
                    label=_("Documento per %(code)s") % words,
                    required=False,
                    **({"help_text": help_text} if help_text else {}),
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every requirement with its fields and the document that is already there."""
        return [
            {
                "requirement": requirement,
                "fields": [self[name] for name in self._names(place) if name in self.fields],
                "document": self.documents.get(requirement.code),
            }
            for place, requirement in enumerate(self.requirements)
        ]

    @staticmethod
    def _names(place: int) -> tuple[str, ...]:
        return f"met{place}", f"points{place}", f"note{place}", f"file{place}"

    def show(self, errors: dict[str, list[str]]) -> None:
        """What the action refused, next to the requirement it is about."""
        for place, requirement in enumerate(self.requirements):
            for sentence in errors.get(requirement.code, []):
                field = f"met{place}" if not self.cleaned_data.get(f"met{place}") else f"file{place}"
                self.add_error(field if field in self.fields else None, ValidationError(sentence))
        for sentence in errors.get(NON_FIELD_ERRORS, []):
            self.add_error(None, ValidationError(sentence))


class ConfirmForm(forms.Form):
    """Why a holder is confirmed that would not pass with what is on file."""

    reason = forms.CharField(
        label=_("Perché confermi lo stesso"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
        help_text=_("Serve solo se, con quanto è agli atti, l'organizzazione non passerebbe. Resta nella storia."),
    )

"""What an applicant fills in: the facts, the answers of a section, the declarations."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.actions import Said
from certifications.actions.answers import MOST_CHARACTERS, points_sentence
from certifications.actions.drafts import MOST_EMPLOYEES
from certifications.engine import Evidence
from certifications.models import Answer, Application, Declaration, Requirement
from certifications.self_assessment import Item
from familynet.kernel.forms import DocumentField, FilesField

MET = {"yes": True, "no": False, "": None}
MET_CHOICES = [
    ("yes", gettext_lazy("Sì")),
    ("no", gettext_lazy("No")),
    ("", gettext_lazy("Non ancora detto")),
]
SAID = {value: key for key, value in MET.items()}


class FactsForm(forms.Form):
    """What conditions ask about the applicant; the services are those that the disciplinare names."""

    employees = forms.IntegerField(
        label=gettext_lazy("Numero di dipendenti"),
        required=False,
        min_value=0,
        max_value=MOST_EMPLOYEES,
        help_text=gettext_lazy("Quante persone lavorano da voi oggi, anche a tempo parziale."),
        error_messages={"invalid": gettext_lazy("Scrivi un numero intero, per esempio 25.")},
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Servizi presenti"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Alcuni requisiti e il punteggio minimo dipendono da questi servizi."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"employees": application.employees, "services": application.services})
        super().__init__(*args, **kwargs)
        choices = list(application.version.services.values_list("code", "label"))
        if choices:
            services = self.fields["services"]
            assert isinstance(services, forms.MultipleChoiceField)
            services.choices = choices
        else:
            del self.fields["services"]


class PointsField(forms.DecimalField):
    """Points within the range of one requirement, with a comma or a point."""

    def __init__(self, requirement: Requirement) -> None:
        self.sentence = points_sentence(requirement)
        super().__init__(
            label=gettext_lazy("Punti"),
            required=False,
            min_value=requirement.points_min,
            max_value=requirement.points_max,
            max_digits=6,
            decimal_places=2,
            help_text=self.sentence,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "appl-points"}),
        )

    def clean(self, value: Any) -> Decimal | None:
        try:
            found: Decimal | None = super().clean(value.replace(",", ".") if isinstance(value, str) else value)
        except forms.ValidationError:
            raise forms.ValidationError(self.sentence) from None
        return found


class AnswersForm(forms.Form):
    """The answers about some requirements, on one page. `base` says which revision of each was on the screen;
    `theirs` holds, by code, what somebody else saved in the meantime, to be shown beside.

    Give it the items that may be changed: all of a section in a draft, those that are asked in an integration.
    """

    base = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4000)

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        self.items = list(items)
        self.theirs: dict[str, Answer] = {}
        initial: dict[str, Any] = {"base": revisions_of(self.items)}
        for item in self.items:
            initial |= _initial(item.requirement, item.answer)
        super().__init__(*args, **{"initial": initial, "auto_id": "%s", **kwargs})
        for item in self.items:
            self.fields |= _fields(item.requirement)

    def rows(self) -> Iterator[dict[str, Any]]:
        """For the template: each item with its fields."""
        for item in self.items:
            pk = item.requirement.pk
            names = {"met": f"met-{pk}", "points": f"points-{pk}", "note": f"note-{pk}", "files": f"files-{pk}"}
            theirs = self.theirs.get(item.requirement.code)
            yield {
                "item": item,
                "theirs": theirs,
                **{key: self[name] for key, name in names.items() if name in self.fields},
            }

    def said(self, *, looked_at: bool) -> dict[str, Said]:
        """The well-formed answers by the code of the requirement. Call after is_valid()."""
        on_screen = parse_revisions(self.cleaned_data.get("base", ""))
        found = {}
        for item in self.items:
            pk, code = item.requirement.pk, item.requirement.code
            names = (f"met-{pk}", f"points-{pk}", f"note-{pk}")
            if not any(name in self.errors for name in names) and names[0] in self.data:
                met, points, note = (self.cleaned_data.get(name) for name in names)
                revision = on_screen.get(pk)
                found[code] = Said(MET.get(met or ""), points, note or "", revision, looked_at)
        return found


def _fields(requirement: Requirement) -> dict[str, forms.Field]:
    pk = requirement.pk
    fields: dict[str, forms.Field] = {
        f"met-{pk}": forms.ChoiceField(
            label=gettext_lazy("Lo soddisfate?"),
            choices=MET_CHOICES,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": gettext_lazy("Scegli sì, no o non ancora detto.")},
        )
    }
    if requirement.has_range:
        fields[f"points-{pk}"] = PointsField(requirement)
    fields[f"note-{pk}"] = forms.CharField(
        label=gettext_lazy("Come lo soddisfate"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    if requirement.evidence != Evidence.NONE:
        fields[f"files-{pk}"] = FilesField(label=gettext_lazy("Aggiungi documenti"))
    return fields


def _initial(requirement: Requirement, answer: Answer | None) -> dict[str, Any]:
    pk = requirement.pk
    if answer is None:
        return {f"met-{pk}": ""}
    points = answer.points
    return {
        f"met-{pk}": SAID[answer.met],
        f"points-{pk}": None if points is None else f"{points.normalize():f}".replace(".", ","),
        f"note-{pk}": answer.note,
    }


def revisions_of(items: Iterable[Item]) -> str:
    """ "12:3 13:0": which revision of each answer a page shows."""
    return " ".join(f"{item.requirement.pk}:{item.revision}" for item in items)


def parse_revisions(text: str) -> dict[int, int]:
    """The opposite; what is no pair of short numbers is left out, and then counts as "nothing was there"."""
    pairs = (part.partition(":") for part in text.split())
    return {
        int(pk): int(revision)
        for pk, _colon, revision in pairs
        if pk.isdecimal() and revision.isdecimal() and len(pk) < 19 and len(revision) < 10
    }


class SubmitForm(forms.Form):
    """In which capacity, with which delegation, and every declaration confirmed."""

    capacity = forms.ChoiceField(
        label=gettext_lazy("Presenti la domanda come"),
        choices=Declaration.Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Scegli in quale veste presenti la domanda.")},
    )
    delegation = DocumentField(
        label=gettext_lazy("Delega firmata dal legale rappresentante"),
        required=False,
    )

    def __init__(self, *args: Any, texts: list[str], may_represent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        if not may_represent:
            self.initial["capacity"] = Declaration.Capacity.DELEGATE
        for place, text in enumerate(texts):
            self.fields[f"text-{place}"] = forms.BooleanField(
                label=text, error_messages={"required": _("Conferma questa dichiarazione.")}
            )

    def declarations(self) -> list[forms.BoundField]:
        return [self[f"text-{place}"] for place in range(len(self.texts))]

    def confirmed(self) -> list[str]:
        return [text for place, text in enumerate(self.texts) if self.cleaned_data.get(f"text-{place}")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_delegate = data.get("capacity") == Declaration.Capacity.DELEGATE
        if is_delegate and not data.get("delegation") and "delegation" not in self.errors:
            self.add_error("delegation", _("Allega la delega firmata dal legale rappresentante."))
        return data


class WithdrawForm(forms.Form):
    """Why an application is taken back, if one wants to say it."""

    comment = forms.CharField(
        label=gettext_lazy("Motivo"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Lo legge l'ufficio. Non scrivere dati personali di altre persone."),
    )

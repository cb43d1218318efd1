"""Forms of the tables of mutual recognition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certifications.engine.recognition import Relation
from certifications.models import Requirement, RequirementMatch, SchemeVersion
from familynet.accounts.models import User
from familynet.accounts.roles import Capability


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return " – ".join(str(part) for part in (obj.scheme, obj.category, obj) if part)


class NewMapForm(forms.Form):
    """Between which two disciplinari."""

    from_version = VersionChoice(
        SchemeVersion.objects.none(),
        label=_("Disciplinare riconosciuto"),
        help_text=_("Chi è certificato con questo ha già mostrato qualcosa."),
        empty_label=_("Scegli"),
    )
    to_version = VersionChoice(
        SchemeVersion.objects.none(),
        label=_("Disciplinare che riconosce"),
        help_text=_("Quello di cui la tua amministrazione raccoglie le domande."),
        empty_label=_("Scegli"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = SchemeVersion.objects.public().select_related("scheme", "category")
        mine = versions.filter(scheme__administration__in=user.administrations_with(Capability.SCHEME_MANAGE))
        self.fields["from_version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["to_version"].queryset = mine  # type: ignore[attr-defined]


def short(requirement: Requirement) -> str:
    """Code and beginning of the text, for a list to choose from."""
    text = requirement.text if len(requirement.text) <= 90 else f"{requirement.text[:89]}…"
    return f"{requirement.code} – {text}"


class MatchForm(forms.Form):
    """What corresponds to one requirement of the disciplinare that recognises."""

    relation = forms.ChoiceField(label=_("Corrispondenza"), choices=RequirementMatch.RELATIONS)
    source = forms.TypedChoiceField(
        label=_("Requisito dell'altro disciplinare"), required=False, coerce=int, empty_value=None
    )
    note = forms.CharField(label=_("Nota"), max_length=300, required=False)

    def __init__(self, data: Any, *, match: RequirementMatch, choices: list[Requirement]) -> None:
        initial = {"relation": match.relation, "source": match.source_id, "note": match.note}
        super().__init__(data, initial=initial, prefix=f"r{match.pk}", use_required_attribute=False)
        self.match, self.choices = match, {choice.pk: choice for choice in choices}
        labels = [("", _("Nessuno")), *((choice.pk, short(choice)) for choice in choices)]
        self.fields["source"].choices = labels  # type: ignore[attr-defined]

    def clean_source(self) -> Requirement | None:
        return self.choices.get(self.cleaned_data["source"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        relation, source = data.get("relation"), data.get("source")
        if relation == Relation.NONE and source:
            self.add_error("relation", _("Hai indicato un requisito: scegli che tipo di corrispondenza è."))
        elif relation and relation != Relation.NONE and not source:
            self.add_error("source", _("Indica il requisito corrispondente, oppure «Nessuna corrispondenza»."))
        return data


class MapNoteForm(forms.Form):
    note = forms.CharField(
        label=_("Nota per chi legge"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )


class CloseMapForm(forms.Form):
    comment = forms.CharField(
        label=_("Motivo"), help_text=_("Lo legge chiunque, nella storia."), widget=forms.Textarea({"rows": 3})
    )

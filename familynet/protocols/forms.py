"""Forms of protocols: shape only; the actions enforce the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.acts import Act
from familynet.kernel.forms import ActForm, DateInput
from familynet.protocols.models import Convention, Protocol, ProtocolAct, ProtocolAction, ProtocolArea


class ProtocolForm(forms.ModelForm):
    parties = forms.ModelMultipleChoiceField(
        label=_("Parti"), queryset=Administration.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Protocol
        fields = ["title", "parties", "starts_on", "ends_on", "summary", "note"]
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "summary": forms.Textarea(attrs={"rows": 4}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }


class NoteForm(forms.ModelForm):
    """All that still changes once a protocol is signed."""

    class Meta:
        model = Protocol
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}


class AreasForm(forms.Form):
    """The areas of work: a tick, a title and a text for each theme."""

    def __init__(self, *args: Any, protocol: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {area.code: area for area in protocol.areas.all()}
        for code, label in ProtocolArea.Code.choices:
            area = known.get(code)
            self.fields[f"{code}_on"] = forms.BooleanField(label=label, required=False, initial=area is not None)
            self.fields[f"{code}_title"] = forms.CharField(
                label=_("Titolo"), required=False, max_length=200, initial=area.title if area else label
            )
            self.fields[f"{code}_text"] = forms.CharField(
                label=_("Testo"),
                required=False,
                initial=area.text if area else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def areas(self) -> list[tuple[str, str, str]]:
        """(code, title, text) of the themes ticked."""
        data = self.cleaned_data
        return [
            (code, data[f"{code}_title"] or str(label), data[f"{code}_text"])
            for code, label in ProtocolArea.Code.choices
            if data[f"{code}_on"]
        ]


class SignForm(ActForm):
    """The act that was signed; its date is the day of the signature."""


class RenewForm(ActForm):
    ends_on = forms.DateField(label=_("Nuovo termine"), widget=DateInput())


class EndForm(ActForm):
    ended_on = forms.DateField(label=_("Concluso il"), widget=DateInput())


class ProtocolActForm(ActForm):
    """An act of one of the parties, or of both together."""

    role = forms.ChoiceField(label=_("Che cosa fa"), choices=[])
    administration = forms.ModelChoiceField(
        label=_("Amministrazione"),
        queryset=Administration.objects.none(),
        required=False,
        empty_label=_("Tutte le parti"),
    )

    def __init__(self, *args: Any, protocol: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = ProtocolAct.Role
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in role.choices if value in (role.APPROVAL, role.FOLLOW_UP)
        ]
        self.fields["administration"].queryset = protocol.parties.all()  # type: ignore[attr-defined]


class ConventionForm(forms.ModelForm):
    class Meta:
        model = Convention
        fields = ["title", "starts_on", "ends_on"]
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}


class ProtocolActionForm(forms.ModelForm):
    """Something done, with a public page that shows it."""

    link = forms.URLField(
        label=_("Pagina pubblica che lo mostra"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = ProtocolAction
        fields = ["area", "title", "date", "description"]
        widgets = {"date": DateInput(), "description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, protocol: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = protocol.areas.all()  # type: ignore[attr-defined]


ACT_FIELDS = ActForm.Meta.fields


def act_from(data: dict[str, Any]) -> Act:
    """The act that a form of the family of ActForm describes, not stored yet."""
    return Act(**{name: data[name] for name in ACT_FIELDS if data.get(name) is not None})

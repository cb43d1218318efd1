"""The copy of a file for who asked for access: the request, and what the office ticks."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certifications.dossier import Item
from certifications.models import FileRelease
from familynet.kernel.forms import DateInput


class ReleaseForm(forms.ModelForm):
    """`items` are drawn by the page, group by group; nothing is ticked at the start."""

    items = forms.MultipleChoiceField(
        required=False,
        label=_("Che cosa si consegna"),
        error_messages={
            "invalid_choice": _("La pratica è cambiata nel frattempo: ricontrolla che cosa consegni.")
        },
    )

    class Meta:
        model = FileRelease
        fields = ["request_reference", "requested_on", "reason"]
        widgets = {"requested_on": DateInput(), "reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: Any = None, *, offered: list[Item]) -> None:
        super().__init__(data)
        self.offered = offered
        self.fields["items"].choices = [(item.key, item.label) for item in offered]  # type: ignore[attr-defined]

    @property
    def own_fields(self) -> list[Any]:
        """The fields about the request."""
        return [self[name] for name in self.Meta.fields]

    def groups(self) -> list[tuple[str, list[Item]]]:
        """(heading, pieces), in the order of the file."""
        return [(name, list(items)) for name, items in groupby(self.offered, key=lambda item: item.group)]

    @property
    def ticked(self) -> list[str]:
        return list(self["items"].value() or [])

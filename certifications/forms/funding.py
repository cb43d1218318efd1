"""Forms of the accompanying administration: its opinion, its calls for funding, the projects."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from certifications.models import AccompanyingOpinion, FundedProject, FundingCall
from familynet.accounts.models import Administration
from familynet.kernel.forms import DateInput
from familynet.organisations.forms import OrganisationField


class OpinionForm(forms.ModelForm):
    class Meta:
        model = AccompanyingOpinion
        fields = ["outcome", "text", "protocol_number", "protocol_date"]
        widgets = {
            "outcome": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 6}),
            "protocol_date": DateInput(),
        }


class FundingCallForm(forms.ModelForm):
    """The address comes from the title. The condition that calls use: more inhabitants than a number."""

    more_than = forms.IntegerField(
        label=_("Solo comuni con più abitanti di"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text=_("Vuoto: nessun limite."),
    )

    class Meta:
        model = FundingCall
        fields = [
            "administration",
            "title",
            "summary",
            "requirements",
            "opens_on",
            "closes_on",
            "budget",
            "max_per_project",
            "cofunding_percent",
            "source_note",
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "requirements": forms.Textarea(attrs={"rows": 5}),
            "source_note": forms.Textarea(attrs={"rows": 3}),
            "opens_on": DateInput(),
            "closes_on": DateInput(),
        }

    def __init__(self, *args: Any, administrations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["administration"]
        field.queryset = Administration.objects.filter(pk__in=administrations)
        if self.instance.pk:
            del self.fields["administration"]
        elif len(field.queryset) == 1:
            field.initial = field.queryset[0]
        condition = self.instance.condition or {}
        if condition.get("fact") == "population" and condition.get("op") == "gt":
            self.initial["more_than"] = condition["value"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("more_than")
        self.instance.condition = None if number is None else {"fact": "population", "op": "gt", "value": number}
        if not self.instance.pk and cleaned.get("title"):
            self.instance.slug = free_slug(cleaned["title"])
        return cleaned


def free_slug(title: str) -> str:
    """An address that no call has."""
    stem = slugify(title)[:100].strip("-") or "bando"
    taken = set(FundingCall.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken or slug == "nuovo":
        number += 1
        slug = f"{stem}-{number}"
    return slug


class ProjectForm(forms.ModelForm):
    organisation = OrganisationField(label=_("Capofila"))
    partner = OrganisationField(label=_("Partner, se c'è"), required=False)

    class Meta:
        model = FundedProject
        fields = ["organisation", "title", "cost", "asked", "note"]


class IncreaseForm(forms.Form):
    amount = forms.DecimalField(label=_("Importo in euro"), min_value=1, max_digits=12, decimal_places=2)
    note = forms.CharField(label=_("Nota"), max_length=300, required=False)


class GrantForm(forms.Form):
    granted = forms.DecimalField(
        label=_("Contributo concesso in euro"), min_value=1, max_digits=12, decimal_places=2
    )


class CommentForm(forms.Form):
    comment = forms.CharField(label=_("Motivo"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

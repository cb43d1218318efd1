"""Forms of organisations: shape only; the actions enforce the rules."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from familynet.kernel.combobox import ComboboxField
from familynet.kernel.search import fold
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from familynet.organisations.validators import clean_code
from familynet.territories.forms import MunicipalityField


class OrganisationField(ComboboxField):
    """Gives one of the organisations of `queryset`, found by name, comune or code. Signed-in pages only."""

    suggest_url = reverse_lazy("organisations:suggest")
    not_found = _("Nessuna organizzazione si chiama “%(text)s”. Prova con una parte del nome o con il Comune.")
    several = _("Più organizzazioni corrispondono a “%(text)s”: scegli quella giusta.")

    def __init__(self, *, queryset: QuerySet[Organisation] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Organizzazione"))
        kwargs.setdefault("help_text", _("Scrivi una parte del nome, il Comune o il codice fiscale."))
        super().__init__(**kwargs)
        self.queryset: Any = queryset if queryset is not None else Organisation.objects.active()

    def options(self) -> QuerySet[Organisation]:
        return self.queryset.select_related("municipality__province")

    def find(self, text: str) -> QuerySet[Organisation]:
        found = self.options() & Organisation.objects.matching(text.replace(" – ", " "))
        return found.order_by("folded_name", "pk")

    def label_of(self, obj: Organisation) -> str:
        """The name with its comune; a comune's own name says it already."""
        place = obj.municipality.name
        if fold(obj.name).endswith(fold(place)):
            return f"{obj.name} ({obj.municipality.province.abbreviation})"
        return f"{obj.name} – {place} ({obj.municipality.province.abbreviation})"

    def note_of(self, obj: Organisation) -> str:
        return str(obj.get_kind_display())


class CodeField(forms.CharField):
    """A code as people copy it, with spaces or dots."""

    def to_python(self, value: Any) -> str:
        return clean_code(super().to_python(value))


class ContactsForm(forms.ModelForm):
    """What the people of the organisation change by themselves."""

    website = forms.URLField(label=_("Sito"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = list(Organisation.CONTACT_FIELDS)


class OrganisationForm(ContactsForm):
    """All facts of an organisation."""

    fiscal_code = CodeField(
        label=_("Codice fiscale"),
        max_length=30,
        required=False,
        help_text=_("11 cifre per un ente o un'impresa, 16 caratteri per una persona."),
    )
    vat_number = CodeField(label=_("Partita IVA"), max_length=30, required=False)
    municipality = MunicipalityField(label=_("Comune della sede"))

    class Meta:
        model = Organisation
        fields = [
            "name",
            "kind",
            "municipality",
            "address",
            "fiscal_code",
            "vat_number",
            "ipa_code",
            "size",
            "pec",
            "email",
            "phone",
            "website",
        ]
        help_texts = {"ipa_code": _("Solo per gli enti pubblici, per esempio c_b111.")}

    def clean_fiscal_code(self) -> str | None:
        return self.cleaned_data["fiscal_code"] or None


class ReasonForm(forms.Form):
    comment = forms.CharField(label=_("Motivo"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class OptionalReasonForm(forms.Form):
    comment = forms.CharField(
        label=_("Motivo"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MergeForm(forms.Form):
    """Which record stays when `duplicate` goes."""

    target = OrganisationField(label=_("Scheda che resta"))

    def __init__(
        self, *args: Any, queryset: QuerySet[Organisation], duplicate: Organisation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        assert isinstance(field, OrganisationField)
        field.queryset = queryset
        field.widget.suggest_url = f"{field.suggest_url}?{urlencode({'unisci': duplicate.slug})}"


class InvitationForm(forms.ModelForm):
    class Meta:
        model = OrganisationInvitation
        fields = ["full_name", "email", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].widget = forms.RadioSelect(choices=OrganisationMember.Role.choices)

"""Forms of the accompanying administration: its opinion, its calls for funding, the projects."""

from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from certifications.forms.ties import CertificateField, FileField
from certifications.models import AccompanyingOpinion, Application, Certificate, FundedProject, FundingCall
from certifications.permissions import certificates_to_tie, files_to_tie
from familynet.accounts.models import Administration, User
from familynet.kernel.forms import DateInput, DocumentField
from familynet.organisations.forms import OrganisationField
from familynet.organisations.models import Organisation

FILE_HELP = _("Se il progetto riguarda una domanda di questa organizzazione: il marchio o il codice.")
CERTIFICATE_HELP = _("Se riguarda un certificato che ha già: il marchio o il numero di registro.")


PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Che cosa finanzia"), ("administration", "title", "summary")),
    (_("Chi può chiedere, e quando"), ("requirements", "more_than", "opens_on", "closes_on")),
    (_("Quanto"), ("budget", "max_per_project", "cofunding_percent")),
    (_("Fonti"), ("source_note",)),
)
# What addresses of the pages at work begin with.
OWN_WORDS = ("nuovo", "progetti", "suggerimenti")


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
        help_texts = {
            "requirements": _("Che cosa serve per chiedere il contributo: un requisito per paragrafo."),
            "max_per_project": _("Vuoto: nessun massimo."),
            "cofunding_percent": _("Quanta parte del costo paga chi riceve il contributo, per esempio 20."),
            "source_note": _("Da dove vengono i dati, quando non li scrive chi tiene il bando."),
        }
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
            self.initial["administration"], field.empty_label = field.queryset[0], None
        condition = self.instance.condition or {}
        if condition.get("fact") == "population" and condition.get("op") == "gt":
            self.initial["more_than"] = condition["value"]

    @property
    def parts(self) -> list[tuple[Any, list[Any]]]:
        """The fields under their headings, as the page draws them."""
        return [(legend, [self[name] for name in names if name in self.fields]) for legend, names in PARTS]

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
    while slug in taken or slug in OWN_WORDS:
        number += 1
        slug = f"{stem}-{number}"
    return slug


class ProjectForm(forms.ModelForm):
    """The organisation comes first: file and certificate are looked for among its own."""

    organisation = OrganisationField(label=_("Capofila"))
    partner = OrganisationField(label=_("Partner, se c'è"), required=False)
    application = FileField(label=_("Domanda di certificazione"), help_text=FILE_HELP)
    certificate = CertificateField(label=_("Certificato"), help_text=CERTIFICATE_HELP)

    class Meta:
        model = FundedProject
        fields = ["organisation", "title", "cost", "asked", "note"]

    field_order = ["organisation", "partner", "title", "cost", "asked", "application", "certificate", "note"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._look_in(None)

    def _look_in(self, organisation: Organisation | None) -> None:
        fields: Any = self.fields
        fields["application"].queryset = files_to_tie(self.user, organisation)
        fields["certificate"].queryset = certificates_to_tie(self.user, organisation)

    def clean_organisation(self) -> Any:
        chosen = self.cleaned_data["organisation"]
        self._look_in(chosen)
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.application = cleaned.get("application")
        self.instance.certificate = cleaned.get("certificate")
        return cleaned


class TieForm(forms.Form):
    """File and certificate of a project that exists."""

    application = FileField(label=_("Domanda di certificazione"), help_text=FILE_HELP)
    certificate = CertificateField(label=_("Certificato"), help_text=CERTIFICATE_HELP)

    def __init__(self, data: Any = None, *, project: FundedProject, user: User) -> None:
        super().__init__(data, initial={"application": project.application, "certificate": project.certificate})
        fields: Any = self.fields
        # What is tied already may stay, also when this person does not see it.
        tied = Application.objects.filter(pk__in=[project.application_id])
        fields["application"].queryset = files_to_tie(user, project.organisation) | tied
        held = Certificate.objects.filter(pk__in=[project.certificate_id])
        fields["certificate"].queryset = certificates_to_tie(user, project.organisation) | held
        for field in fields.values():
            field.widget.suggest_url = f"{field.suggest_url}?{urlencode({'progetto': project.pk})}"


class CallDocumentForm(forms.Form):
    file = DocumentField()
    title = forms.CharField(
        label=_("Titolo del documento"),
        max_length=200,
        required=False,
        help_text=_("Che cosa contiene. Se manca, vale il nome del file."),
    )
    is_public = forms.BooleanField(
        label=_("Lo scarica chiunque dalla pagina del bando"),
        required=False,
        help_text=_("Senza la spunta lo legge solo chi lavora al bando."),
    )


class ReplaceFileForm(forms.Form):
    file = DocumentField(label=_("Il nuovo file"))


class RemoveDocumentForm(forms.Form):
    reason = forms.CharField(label=_("Perché si toglie"), max_length=300)


class IncreaseForm(forms.Form):
    amount = forms.DecimalField(label=_("Importo in euro"), min_value=1, max_digits=12, decimal_places=2)
    note = forms.CharField(label=_("Nota"), max_length=300, required=False)


class GrantForm(forms.Form):
    granted = forms.DecimalField(
        label=_("Contributo concesso in euro"), min_value=1, max_digits=12, decimal_places=2
    )


class CommentForm(forms.Form):
    comment = forms.CharField(label=_("Motivo"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

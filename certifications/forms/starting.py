"""Choosing for whom and for which mark one applies."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from certifications.models import Application, Category, Scheme
from familynet.accounts.models import User
from familynet.organisations.models import Organisation, OrganisationMember


@dataclass(frozen=True)
class Choice:
    """What was chosen: an organisation, a scheme, a category where the scheme has them."""

    organisation: Organisation
    scheme: Scheme
    category: Category | None


def own_organisations(user: User) -> list[Organisation]:
    """Those the user acts for now, by name."""
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    found = Organisation.objects.filter(pk__in=mine).select_related(
        "municipality__province__region", "administration"
    )
    return list(found.order_by("folded_name", "pk"))


def marks() -> dict[str, tuple[Scheme, Category | None]]:
    """Every scheme, or each of its categories, by "scheme.category"."""
    found: dict[str, tuple[Scheme, Category | None]] = {}
    for scheme in Scheme.objects.select_related("administration").prefetch_related("categories"):
        categories = list(scheme.categories.all())
        for category in categories:
            found[f"{scheme.slug}.{category.slug}"] = (scheme, category)
        if not categories:
            found[scheme.slug] = (scheme, None)
    return found


class StartForm(forms.Form):
    """A GET form: nothing is made by it, it only asks whether one may apply."""

    organizzazione = forms.ChoiceField(label=gettext_lazy("Per quale organizzazione"), widget=forms.RadioSelect)
    marchio = forms.ChoiceField(label=gettext_lazy("Che cosa chiedete"))

    def __init__(self, data: Any, *, organisations: list[Organisation]) -> None:
        super().__init__(data)
        self.organisations = {organisation.slug: organisation for organisation in organisations}
        self.marks = marks()
        self._choose("organizzazione", [(slug, o.name) for slug, o in self.organisations.items()])
        self._choose("marchio", [("", gettext_lazy("Scegli")), *self._groups()])
        if len(organisations) == 1:
            self.initial["organizzazione"] = organisations[0].slug

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _groups(self) -> list[Any]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, (scheme, category) in self.marks.items():
            groups.setdefault(scheme.name, []).append((key, category.name if category else scheme.name))
        return list(groups.items())

    def choice(self) -> Choice:
        """What was chosen. Call after is_valid()."""
        scheme, category = self.marks[self.cleaned_data["marchio"]]
        return Choice(self.organisations[self.cleaned_data["organizzazione"]], scheme, category)


class CopyAnswersForm(forms.Form):
    """Start from the answers of an earlier application, or from nothing."""

    copy_from = forms.ChoiceField(
        label=gettext_lazy("Da dove cominciare"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, earlier: list[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {application.public_id: application for application in earlier}
        field = self.fields["copy_from"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((key, earlier_label(application)) for key, application in self.earlier.items()),
            ("", gettext_lazy("Da una domanda vuota")),
        ]
        if earlier:
            field.initial = earlier[0].public_id

    def source(self) -> Application | None:
        return self.earlier.get(self.cleaned_data.get("copy_from", ""))


def earlier_label(application: Application) -> str:
    """ "Riprendi le risposte della domanda di 2023 (Assegnata)"."""
    day = application.submitted_at or application.created_at
    return gettext_lazy("Riprendi le risposte della domanda del %(day)s (%(state)s)") % {
        "day": day.strftime("%d/%m/%Y"),
        "state": application.get_state_display().lower(),
    }

"""Forms of assessment: the register, assignments, declarations, judgements, visits, opinions, the summary."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.assessing import Found
from certifications.models import Assessor, Assignment, Judgement, Requirement, Scheme, SiteVisit
from familynet.accounts.models import Administration, RoleAssignment, User
from familynet.accounts.roles import Capability, Role, roles_with
from familynet.kernel.forms import DateInput, DocumentField, DocumentsField


class AssessorForm(forms.Form):
    """A new entry of the register; who is in it already cannot be chosen."""

    user = forms.ModelChoiceField(label=_("Persona"), queryset=User.objects.none())
    task = forms.ChoiceField(label=_("Compito"), choices=Assessor.Task.choices)
    body = forms.CharField(label=_("Ente o studio"), max_length=200, required=False)
    schemes = forms.ModelMultipleChoiceField(
        label=_("Marchi"),
        queryset=Scheme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Se non ne scegli nessuno, la persona può valutare per tutti."),
    )
    valid_from = forms.DateField(label=_("Iscrizione dal"), widget=DateInput())

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.administration = administration
        _choose_from(self.fields["user"], candidates(administration))
        _choose_from(self.fields["schemes"], administration.schemes.all())
        self.initial.setdefault("valid_from", timezone.localdate())

    def origin(self) -> str:
        """External is who was invited from outside."""
        outside = RoleAssignment.objects.in_force().filter(
            user=self.cleaned_data["user"],
            administration=self.administration,
            role=Role.EXTERNAL_ASSESSOR,
        )
        return Assessor.Origin.EXTERNAL if outside.exists() else Assessor.Origin.INTERNAL


def _choose_from(field: Any, rows: Any) -> None:
    """What a field of records offers, known only when the form is made."""
    field.queryset = rows


def candidates(administration: Administration) -> Any:
    """Active people with the role of an assessor for the administration who are not in its register."""
    held = RoleAssignment.objects.in_force().filter(
        role__in=roles_with(Capability.CERTIFICATE_ASSESS), administration=administration
    )
    entered = Assessor.objects.filter(administration=administration, valid_to=None)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(pk__in=entered.values("user"))


class ChangeAssessorForm(forms.Form):
    task = forms.ChoiceField(label=_("Compito"), choices=Assessor.Task.choices)
    body = forms.CharField(label=_("Ente o studio"), max_length=200, required=False)
    schemes = forms.ModelMultipleChoiceField(
        label=_("Marchi"),
        queryset=Scheme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Se non ne scegli nessuno, la persona può valutare per tutti."),
    )

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self.fields["schemes"], administration.schemes.all())


class EndAssessorForm(forms.Form):
    on = forms.DateField(label=_("Ultimo giorno"), widget=DateInput(), initial=timezone.localdate)


class InviteAssessorForm(forms.Form):
    full_name = forms.CharField(label=_("Nome e cognome"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))


class AssignForm(forms.Form):
    """Who assesses; each choice says how much the person has to do."""

    assessor = forms.ModelChoiceField(
        label=_("Chi valuta"),
        queryset=Assessor.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Scegli chi valuta.")},
    )
    due_on = forms.DateField(label=_("Da consegnare entro il"), widget=DateInput(), required=False)

    def __init__(self, *args: Any, assessors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self.fields["assessor"], assessors)
        self.fields["assessor"].label_from_instance = load_label  # type: ignore[attr-defined]


def load_label(assessor: Any) -> str:
    """Name, open assignments, the last one given."""
    last = timezone.localtime(assessor.last_assigned).strftime("%d/%m/%Y") if assessor.last_assigned else "–"
    return _("%(name)s (%(origin)s) · aperte: %(load)d · ultima assegnazione: %(last)s") % {
        "name": assessor.user,
        "origin": assessor.get_origin_display().lower(),
        "load": assessor.load,
        "last": last,
    }


class AssignmentFileForm(forms.Form):
    file = DocumentField(
        label=_("File delle assegnazioni"),
        help_text=_("CSV o XLSX con le colonne pratica, valutatore (e-mail) ed entro il. Al massimo 500 righe."),
    )


class WithdrawForm(forms.Form):
    comment = forms.CharField(label=_("Motivo"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class DeclarationForm(forms.Form):
    """What is declared before anything of the file is seen."""

    has_conflict = forms.TypedChoiceField(
        label=_("La tua dichiarazione"),
        choices=[
            ("no", _("Dichiaro di non avere conflitti di interessi, neanche potenziali")),
            ("yes", _("Dichiaro un conflitto di interessi, anche solo potenziale")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli una delle due dichiarazioni.")},
    )
    text = forms.CharField(
        label=_("Di che cosa si tratta"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Serve solo se c'è un conflitto. Lo legge l'ufficio, non l'organizzazione."),
    )

    def clean(self) -> Any:
        data = super().clean() or {}
        if data.get("has_conflict") and not data.get("text", "").strip():
            self.add_error("text", _("Scrivi di che cosa si tratta: l'ufficio deve capire il conflitto."))
        return data


class JudgementForm(forms.Form):
    """One requirement: outcome, points where there is a range, note. Anything may still be missing."""

    outcome = forms.ChoiceField(
        label=_("Giudizio"), choices=[("", _("Non ancora espresso")), *Judgement.Outcome.choices], required=False
    )
    points = forms.DecimalField(label=_("Punti"), required=False, max_digits=6, decimal_places=2)
    note = forms.CharField(
        label=_("Nota"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
        help_text=_("Scrivi nella nota perché il requisito non è soddisfatto del tutto."),
    )

    def __init__(self, *args: Any, requirement: Requirement, found: Found, **kwargs: Any) -> None:
        initial = {"outcome": found.outcome, "points": found.points, "note": found.note}
        kwargs |= {"initial": initial, "prefix": f"r{requirement.pk}"}
        super().__init__(*args, **kwargs)
        self.requirement, self.stored = requirement, found
        self.ranged = requirement.points_min != requirement.points_max
        if self.ranged:
            points = self.fields["points"]
            points.help_text = _("Da %(least)s a %(most)s.") % {
                "least": plain(requirement.points_min),
                "most": plain(requirement.points_max),
            }
        else:
            del self.fields["points"]

    @property
    def shown_outcome(self) -> str:
        """What was found, in words."""
        known = {str(value): label for value, label in Judgement.Outcome.choices}
        return str(known.get(self.stored.outcome, _("Non ancora espresso")))

    def clean_points(self) -> Decimal | None:
        points: Decimal | None = self.cleaned_data["points"]
        least, most = self.requirement.points_min, self.requirement.points_max
        if points is not None and not least <= points <= most:
            raise ValidationError(
                _("I punti vanno da %(least)s a %(most)s.") % {"least": plain(least), "most": plain(most)}
            )
        return points

    def found(self) -> Found:
        """What is well formed of it, over what was stored."""
        data = getattr(self, "cleaned_data", {})
        return Found(
            data.get("outcome", self.stored.outcome),
            data.get("points", self.stored.points),
            data.get("note", self.stored.note),
        )


def plain(value: Decimal) -> str:
    """10.00 → "10"; 7.50 → "7,5"."""
    return f"{value.normalize():f}".replace(".", ",")


class OpinionForm(forms.Form):
    opinion = forms.ChoiceField(
        label=_("Parere"), choices=[("", _("Non ancora espresso")), *Assignment.Opinion.choices], required=False
    )
    opinion_text = forms.CharField(
        label=_("Motivazione del parere"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        required=False,
    )


class VisitForm(forms.Form):
    """A visit on the spot, short enough for a telephone."""

    on = forms.DateField(label=_("Giorno"), widget=DateInput(), initial=timezone.localdate)
    place = forms.CharField(label=_("Luogo"), max_length=200)
    people = forms.CharField(
        label=_("Chi c'era"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )
    findings = forms.CharField(
        label=_("Che cosa si è visto"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000, required=False
    )
    documents = DocumentsField(label=_("Foto e documenti"), required=False)

    @classmethod
    def of(cls, visit: SiteVisit) -> "VisitForm":
        """The form of a visit that was written down before."""
        return cls(initial={name: getattr(visit, name) for name in ("on", "place", "people", "findings")})


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("Sintesi per chi decide"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
        help_text=_("Resta agli uffici: prima della decisione non la legge nessun altro."),
    )


def judgement_forms(
    requirements: Iterable[Requirement], found: dict[int, Found], data: Any = None
) -> list[JudgementForm]:
    """One form for each requirement, in order."""
    return [JudgementForm(data, requirement=r, found=found.get(r.pk, Found())) for r in requirements]

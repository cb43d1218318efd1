"""Forms of processes with phases: what the steps ask, the plan, the data of a year, the report."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from certifications.actions import amount_due, choosable, next_cycles
from certifications.engine.figures import Typed
from certifications.models import (
    Activity,
    Certificate,
    CouncilOpinion,
    DataCollection,
    DataValue,
    EvaluatorReport,
    Indicator,
    Level,
    PhaseTemplate,
    PlanField,
    Process,
    Recommendation,
    SchemeVersion,
)
from familynet.accounts.models import User
from familynet.kernel.forms import DateInput, DocumentField
from familynet.organisations.models import Organisation, OrganisationMember

LONG = 4000
MOST_RECOMMENDATIONS = 5


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **options)


def text(label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=options.pop("max_length", LONG),
        **options,
    )


class StartForm(forms.Form):
    starts_on = day(_("Comincia il"))


class EndForm(forms.Form):
    comment = text(_("Motivo"), help_text=_("Lo leggono gli uffici e l'organizzazione; non si pubblica."))


class CommentForm(forms.Form):
    comment = text(_("Motivo"))


class PaymentForm(forms.Form):
    paid_on = day(_("Pagato il"))


class OpinionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Parere"), choices=CouncilOpinion.Outcome, widget=forms.RadioSelect)
    session_on = day(_("Seduta del"))
    text = text(_("Motivazione"))


class SessionForm(forms.Form):
    """A session of the council and the reasons of its favourable opinions."""

    session_on = day(_("Seduta del"))
    text = text(_("Motivazione"))


class PhaseDocumentForm(forms.Form):
    title = forms.CharField(label=_("Titolo"), max_length=200)
    file = DocumentField()


class DeclarationForm(forms.Form):
    has_conflict = forms.TypedChoiceField(
        label=_("Conflitto di interessi"),
        choices=[("no", _("Non ho conflitti di interessi")), ("yes", _("Ho un conflitto di interessi"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    text = text(_("Di che cosa si tratta"), required=False, help_text=_("Solo se c'è un conflitto."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("has_conflict") and not data.get("text", "").strip():
            self.add_error("text", _("Scrivi di che cosa si tratta."))
        return data


def appoint_form(process: Process, task: str) -> type[forms.Form]:
    """Whom to ask, of those whom the register has for the task."""
    assessors = choosable(process, task)

    class AppointForm(forms.Form):
        assessor = forms.TypedChoiceField(
            label=_("Persona del registro"),
            choices=[("", "–"), *((a.pk, f"{a.user.full_name} {a.body}".strip()) for a in assessors)],
            coerce=lambda pk: next(a for a in assessors if a.pk == int(pk)),
        )

    return AppointForm


def cycle_form(process: Process) -> type[forms.Form]:
    """Which cycle begins, of those that may."""
    cycles = next_cycles(process)

    class CycleForm(StartForm):
        cycle = forms.TypedChoiceField(
            label=_("Ciclo"),
            choices=[(cycle.pk, cycle.title) for cycle in cycles],
            widget=forms.RadioSelect,
            coerce=lambda pk: next(cycle for cycle in cycles if cycle.pk == int(pk)),
        )
        field_order = ("cycle", "starts_on")

    return CycleForm


def fee_form(process: Process) -> type[forms.Form]:
    """The payment notice; the amount of the disciplinare is proposed."""
    rule = amount_due(process)

    class FeeForm(forms.Form):
        amount = forms.DecimalField(
            label=_("Quota in euro"),
            max_digits=9,
            decimal_places=2,
            min_value=Decimal(0),
            localize=True,
            initial=rule.amount if rule else None,
            help_text=_("La propone il disciplinare per la dimensione dell'organizzazione.") if rule else "",
        )
        reference = forms.CharField(
            label=_("Numero dell'avviso"), max_length=40, help_text=_("Il numero dell'avviso di pagamento.")
        )
        issued_on = day(_("Emesso il"))

    return FeeForm


class ContactForm(forms.Form):
    """Who of the organisation is its internal contact."""

    user = forms.ModelChoiceField(label=_("Referente interno"), queryset=User.objects.none())

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = OrganisationMember.objects.current().filter(organisation=organisation).values("user")
        self.fields["user"].queryset = User.objects.filter(pk__in=members)  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    size = forms.ChoiceField(
        label=_("Dimensione"),
        choices=Organisation.Size,
        help_text=_("Dal numero delle persone a cui si applica: decide la quota e il contenuto minimo del piano."),
    )


class PhaseChoice(forms.ModelChoiceField):
    """Phases with the cycle to which they belong."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.cycle}: {obj}"


class CloseForm(forms.Form):
    on = day(_("Conclusa il"), required=False, help_text=_("Se la lasci vuota vale la data di oggi."))


class TakeOverForm(OpenForm):
    """A holder on its way already: which phase runs, since when, at which level."""

    phase = PhaseChoice(label=_("Fase in corso"), queryset=PhaseTemplate.objects.none())
    level = forms.ModelChoiceField(label=_("Livello riconosciuto"), queryset=Level.objects.none())
    starts_on = day(_("La fase è cominciata il"))

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = (
            SchemeVersion.objects.public()
            .filter(scheme=certificate.scheme_id, cycles__isnull=False)
            .distinct()
            .order_by("-valid_from")
            .first()
        )
        self.version = version
        if version is not None:
            phases = version.phasetemplates.select_related("cycle", "version")
            self.fields["phase"].queryset = phases  # type: ignore[attr-defined]
            self.fields["level"].queryset = version.levels.all()  # type: ignore[attr-defined]


class ActivityForm(forms.ModelForm):
    class Meta:
        model = Activity
        fields = ["field", *Activity.TEXTS]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4}) for name in ("description", "expected", "indicators", "update")
        }

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = PlanField.objects.filter(version=process.version_id).select_related("area")
        choice = self.fields["field"]
        choice.queryset = fields  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[int, str]]] = {}
        for field in fields:
            groups.setdefault(field.area.title, []).append((field.pk, field.title))
        choice.choices = [("", "–"), *groups.items()]  # type: ignore[attr-defined]


class DataForm(forms.Form):
    """The numbers of one year: a field for the whole, or one for women and one for men."""

    def __init__(self, *args: Any, collection: DataCollection, indicators: list[Indicator], **kwargs: Any) -> None:
        self.indicators = [indicator for indicator in indicators if indicator.is_typed]
        known = {value.indicator_id: value for value in collection.values.all()}
        initial: dict[str, Any] = {}
        for indicator in self.indicators:
            initial |= _initial(indicator, known.get(indicator.pk))
        super().__init__(*args, **{**kwargs, "initial": initial})
        for indicator in self.indicators:
            for name, label in _names(indicator):
                self.fields[name] = forms.DecimalField(
                    label=label,
                    required=False,
                    max_digits=12,
                    decimal_places=2,
                    localize=True,
                    validators=[MinValueValidator(0)],
                )

    def rows(self) -> list[tuple[Indicator, list[forms.BoundField]]]:
        """Each indicator with its fields, for the page."""
        return [(i, [self[name] for name, _label in _names(i)]) for i in self.indicators]

    def typed(self) -> dict[str, Typed]:
        """What was typed, by code."""
        given = self.cleaned_data
        return {
            i.code: Typed(women=given[f"{i.code}-women"], men=given[f"{i.code}-men"])
            if i.by_sex
            else Typed(total=given[i.code])
            for i in self.indicators
        }

    def place_error(self, code: str, sentences: list[str]) -> None:
        """Show what the action refused beside the first field of the indicator."""
        name = next((n for i in self.indicators if i.code == code for n, _l in _names(i)), None)
        self.add_error(name, sentences)


def _names(indicator: Indicator) -> list[tuple[str, Any]]:
    if indicator.by_sex:
        return [(f"{indicator.code}-women", _("Donne")), (f"{indicator.code}-men", _("Uomini"))]
    return [(indicator.code, _("Valore"))]


def _initial(indicator: Indicator, value: DataValue | None) -> dict[str, Decimal | None]:
    if value is None:
        return {}
    if indicator.by_sex:
        return {f"{indicator.code}-women": value.women, f"{indicator.code}-men": value.men}
    return {indicator.code: value.total}


class ReportForm(forms.Form):
    """The evaluator's report: visit, outcome, text, recommendations, what became of the earlier ones."""

    visit_on = day(_("Visita del"), required=False)
    outcome = forms.ChoiceField(
        label=_("Giudizio"),
        choices=EvaluatorReport.Outcome,
        widget=forms.RadioSelect,
        required=False,
    )
    text = text(_("Relazione"), rows=10, required=False, max_length=20000)

    def __init__(
        self, *args: Any, report: EvaluatorReport | None, earlier: list[Recommendation], **kwargs: Any
    ) -> None:
        self.earlier = earlier
        initial: dict[str, Any] = {}
        if report is not None:
            initial = {"visit_on": report.visit_on, "outcome": report.outcome, "text": report.text}
            for place, made in enumerate(report.recommendations.all()[:MOST_RECOMMENDATIONS], start=1):
                initial[f"recommendation-{place}"] = made.text
        for one in earlier:
            initial |= {f"follow-{one.pk}": one.follow_up, f"note-{one.pk}": one.follow_up_note}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for one in earlier:
            self.fields[f"follow-{one.pk}"] = forms.ChoiceField(
                label=_("Com'è andata"), choices=[("", "–"), *Recommendation.FollowUp.choices], required=False
            )
            self.fields[f"note-{one.pk}"] = text(_("Nota"), rows=2, required=False, max_length=1000)
        for place in range(1, MOST_RECOMMENDATIONS + 1):
            label = _("Raccomandazione %d") % place
            self.fields[f"recommendation-{place}"] = text(label, rows=2, required=False, max_length=1000)

    def head(self) -> list[forms.BoundField]:
        return [self["visit_on"], self["outcome"], self["text"]]

    def follow_up_rows(self) -> list[tuple[Recommendation, list[forms.BoundField]]]:
        return [(one, [self[f"follow-{one.pk}"], self[f"note-{one.pk}"]]) for one in self.earlier]

    def recommendation_fields(self) -> list[forms.BoundField]:
        return [self[f"recommendation-{place}"] for place in range(1, MOST_RECOMMENDATIONS + 1)]

    def values(self) -> dict[str, Any]:
        """The arguments of `save_report`."""
        given = self.cleaned_data
        return {
            "visit_on": given["visit_on"],
            "outcome": given["outcome"],
            "text": given["text"],
            "recommendations": [given[f"recommendation-{n}"] for n in range(1, MOST_RECOMMENDATIONS + 1)],
            "follow_ups": {o.pk: (given[f"follow-{o.pk}"], given[f"note-{o.pk}"]) for o in self.earlier},
        }

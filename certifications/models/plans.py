"""Company plans, yearly data and evaluations of a process."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.processes import Appointment, Phase, Process
from certifications.models.taxonomies import Indicator, PlanField
from familynet.accounts.models import User


class CompanyPlan(models.Model):
    """One version of the company plan (piano aziendale) for one phase; sent, it is frozen.

    `number` counts the versions within the phase: sent back, the next one begins as its copy.
    Personal data: who sent it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        SENT = "sent", _("Inviato")
        RETURNED = "returned", _("Da rivedere")

    STATE_TONES = {State.DRAFT: "neutral", State.SENT: "success", State.RETURNED: "warning"}

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="plans")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(_("versione"), default=1)
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(_("inviato il"), null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["process", "phase__place", "number"]
        constraints = [
            models.UniqueConstraint(fields=["phase", "number"], name="company_plan_version_once"),
            models.UniqueConstraint(fields=["process"], condition=Q(state="draft"), name="company_plan_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | (~Q(state="draft") & Q(sent_at__isnull=False)),
                name="company_plan_sent_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The year of the plan (0: the first text) and its version."""
        words = _("Piano iniziale") if self.phase.year == 0 else _("Piano, anno %d") % self.phase.year
        return _("%(plan)s, versione %(number)d") % {"plan": words, "number": self.number}

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Activity(models.Model):
    """One activity of a plan. `responsible` is a role, not a person. `key` is the same in every version.

    Personal data: none meant.
    """

    class State(models.TextChoices):
        TO_START = "to_start", _("Da avviare")
        RUNNING = "running", _("In corso")
        DONE = "done", _("Conclusa")
        DROPPED = "dropped", _("Abbandonata")

    STATE_TONES = {
        State.TO_START: "neutral",
        State.RUNNING: "info",
        State.DONE: "success",
        State.DROPPED: "warning",
    }
    TEXTS = (
        "title",
        "responsible",
        "state",
        "times",
        "description",
        "expected",
        "indicators",
        "women",
        "men",
        "update",
    )

    plan = models.ForeignKey(CompanyPlan, on_delete=models.CASCADE, related_name="activities")
    key = models.PositiveIntegerField(_("numero"))
    field = models.ForeignKey(PlanField, on_delete=models.PROTECT, related_name="+", verbose_name=_("campo"))
    title = models.CharField(_("titolo"), max_length=200)
    responsible = models.CharField(
        _("responsabile"),
        max_length=160,
        help_text=_("Il ruolo, per esempio «responsabile del personale»: non il nome di una persona."),
    )
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.TO_START)
    times = models.CharField(_("tempi"), max_length=200)
    description = models.TextField(_("descrizione"), max_length=4000)
    expected = models.TextField(_("risultati attesi"), max_length=4000)
    indicators = models.TextField(
        _("indicatori"), max_length=2000, help_text=_("Da che cosa si vede che l'attività riesce.")
    )
    women = models.PositiveIntegerField(
        _("beneficiarie, donne"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    men = models.PositiveIntegerField(
        _("beneficiari, uomini"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    update = models.TextField(
        _("aggiornamento dell'anno"),
        max_length=4000,
        blank=True,
        help_text=_("Che cosa si è fatto quest'anno. Obbligatorio negli anni di attuazione."),
    )

    class Meta:
        ordering = ["field__area__order", "field__order", "key"]
        verbose_name_plural = "activities"
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="activity_once_per_plan")]

    def __str__(self) -> str:
        return self.title


class DataCollection(models.Model):
    """The yearly data model of one phase, for one calendar year; sent, it is frozen.

    Personal data: who sent it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        SENT = "sent", _("Inviata")

    STATE_TONES = {State.DRAFT: "neutral", State.SENT: "success"}

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="collections")
    phase = models.OneToOneField(Phase, on_delete=models.PROTECT, related_name="collection")
    year = models.PositiveSmallIntegerField(_("anno dei dati"))
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["process", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "year"],
                name="data_collection_once_per_year",
                violation_error_message=_("I dati di questo anno ci sono già."),
            )
        ]
        indexes = [models.Index(fields=["year", "state"], name="data_collection_by_year")]

    def __str__(self) -> str:
        return str(self.year)


class DataValue(models.Model):
    """What was typed for one indicator: the whole, or women and men. Personal data: none, only counts."""

    collection = models.ForeignKey(DataCollection, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    total = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    women = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    men = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["indicator__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "indicator"], name="data_value_once"),
            models.CheckConstraint(
                condition=(Q(total=None) | Q(total__gte=0))
                & (Q(women=None) | Q(women__gte=0))
                & (Q(men=None) | Q(men__gte=0)),
                name="data_value_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.total}"


class EvaluatorReport(models.Model):
    """What the evaluator found in one phase; sent, it is frozen.

    Personal data: who wrote it, by the appointment.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        SENT = "sent", _("Inviata")

    class Outcome(models.TextChoices):
        FAVOURABLE = "favourable", _("Favorevole")
        UNFAVOURABLE = "unfavourable", _("Sfavorevole")

    STATE_TONES = {State.DRAFT: "neutral", State.SENT: "success"}

    phase = models.OneToOneField(Phase, on_delete=models.PROTECT, related_name="report")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.DRAFT)
    visit_on = models.DateField(_("visita del"), null=True, blank=True)
    outcome = models.CharField(_("giudizio"), max_length=14, choices=Outcome, blank=True)
    text = models.TextField(_("relazione"), blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(outcome="") & Q(sent_at__isnull=False)),
                name="evaluator_report_sent_with_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.phase_id} {self.state}"

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def unanswered(self, process: Any) -> "RecommendationQuerySet":
        """Of the reports that were sent, not yet said what became of them."""
        return self.filter(report__phase__process=process, report__state=EvaluatorReport.State.SENT, follow_up="")


class Recommendation(models.Model):
    """What a report recommends, and what the next report found about it. Personal data: none."""

    class FollowUp(models.TextChoices):
        FOLLOWED = "followed", _("Seguita")
        PARTLY = "partly", _("Seguita in parte")
        NOT_FOLLOWED = "not_followed", _("Non seguita")

    report = models.ForeignKey(EvaluatorReport, on_delete=models.PROTECT, related_name="recommendations")
    text = models.TextField(_("raccomandazione"))
    follow_up = models.CharField(_("com'è andata"), max_length=14, choices=FollowUp, blank=True)
    follow_up_note = models.TextField(_("nota"), blank=True)
    followed_in = models.ForeignKey(
        EvaluatorReport, null=True, blank=True, on_delete=models.PROTECT, related_name="followed_up"
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

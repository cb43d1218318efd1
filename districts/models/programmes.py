"""The programme of a district for a year or more, its actions, and how far they are."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Avg, Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from districts.models.districts import District
from districts.models.periods import year_range
from districts.models.taxonomy import ActionArea
from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation

PERIOD = year_range("year_from", "year_to")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def public(self) -> "ProgrammeQuerySet":
        """Approved programmes of districts that anybody may read."""
        return self.exclude(state=Programme.State.DRAFT).filter(district__in=District.objects.public())

    def visible_to(self, user: Any) -> "ProgrammeQuerySet":
        """Work pages: the officials of the district's administration."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(district__administration__in=user.administrations_with(Capability.ORGANISATION_VIEW))

    def with_progress(self) -> "ProgrammeQuerySet":
        """`action_count`, and `progress`: the average of the latest progress of the actions, 0 when none."""
        latest = ProgressUpdate.objects.filter(action=OuterRef("actions")).order_by("-recorded_on", "-pk")
        completion = Coalesce(Subquery(latest.values("completion")[:1]), 0)
        # The CASE leaves a programme without actions out of the average.
        average = Avg(Case(When(actions__isnull=False, then=completion)))
        return self.annotate(action_count=Count("actions"), progress=Coalesce(average, 0.0))


class Programme(models.Model):
    """What a district commits itself to for a period. Approved by an act, it is frozen.

    Personal data: none.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        APPROVED = "approved", _("Approvato")
        RUNNING = "running", _("In corso")
        EVALUATED = "evaluated", _("Autovalutato")
        CLOSED = "closed", _("Chiuso")

    STATE_TONES = {
        State.DRAFT: "neutral",
        State.APPROVED: "info",
        State.RUNNING: "success",
        State.EVALUATED: "info",
        State.CLOSED: "neutral",
    }

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="programmes")
    year_from = models.PositiveSmallIntegerField(_("anno"))
    year_to = models.PositiveSmallIntegerField(_("fino all'anno"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    premise = models.TextField(_("premessa"), blank=True)
    strategic_project = models.TextField(_("progetto strategico"), blank=True)
    approval_act = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("approvazione")
    )
    self_evaluation = models.TextField(_("autovalutazione"), blank=True)
    evaluated_on = models.DateField(_("data dell'autovalutazione"), null=True, blank=True)
    actions: models.ManyToManyField = models.ManyToManyField(
        "Action", through="ProgrammeAction", related_name="programmes"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-year_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "year_from"],
                name="programme_once_per_year",
                violation_error_message=_("C'è già un programma di questo distretto per quell'anno."),
            ),
            models.CheckConstraint(
                condition=Q(year_from__range=(2000, 2100), year_to__gte=F("year_from"), year_to__lte=2100),
                name="programme_years_in_order",
                violation_error_message=_("Scrivi gli anni in ordine, dal 2000 in poi."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approval_act__isnull=False),
                name="programme_approved_by_act",
                violation_error_message=_("Un programma approvato cita il suo atto."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "approved", "running"], evaluated_on=None)
                | Q(state__in=["evaluated", "closed"], evaluated_on__isnull=False),
                name="programme_evaluated_has_date",
                violation_error_message=_("L'autovalutazione ha una data."),
            ),
            ExclusionConstraint(
                name="programme_years_apart",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    (
                        PERIOD,
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Gli anni si sovrappongono a quelli di un altro programma."),
            ),
        ]
        indexes = [models.Index(fields=["state", "year_to"], name="programme_by_state")]

    def __str__(self) -> str:
        return translate("Programma %(years)s – %(district)s") % {"years": self.years, "district": self.district}

    @property
    def years(self) -> str:
        return str(self.year_from) if self.year_from == self.year_to else f"{self.year_from}–{self.year_to}"

    @property
    def administration(self) -> Administration:
        return self.district.administration

    @property
    def is_frozen(self) -> bool:
        """Approved once, its text and its actions stay as they are; only progress is added."""
        return self.state != self.State.DRAFT


class ActionQuerySet(models.QuerySet["Action"]):
    def with_latest(self) -> "ActionQuerySet":
        """`completion` (0 when nothing was recorded yet), `latest_note` and `latest_on`."""
        latest = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-recorded_on", "-pk")
        return self.annotate(
            completion=Coalesce(Subquery(latest.values("completion")[:1]), 0),
            latest_note=Coalesce(
                Subquery(latest.values("note")[:1]), models.Value(""), output_field=models.TextField()
            ),
            latest_on=Subquery(latest.values("recorded_on")[:1]),
        )


class Action(models.Model):
    """Something to do. One action may stand in several programmes and is counted once.

    Personal data: none; the responsible is an organisation.
    """

    title = models.CharField(_("titolo"), max_length=200)
    description = models.TextField(_("descrizione"), blank=True)
    goal = models.TextField(_("obiettivo"), blank=True)
    area = models.ForeignKey(
        ActionArea,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
        verbose_name=_("area di azione"),
    )
    responsible = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsible_actions",
        verbose_name=_("organizzazione referente"),
    )
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="partner_actions", verbose_name=_("altre organizzazioni")
    )
    indicator = models.CharField(_("indicatore"), max_length=300, blank=True)
    due_on = models.DateField(_("da concludere entro"), null=True, blank=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """True past its deadline and not complete; needs `with_latest()`."""
        return bool(self.due_on and self.due_on < timezone.localdate() and getattr(self, "completion", 0) < 100)


class ProgrammeAction(models.Model):
    """An action's place in a programme. Personal data: none."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="commitments")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="commitments")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "action"],
                name="action_once_per_programme",
                violation_error_message=_("L'azione è già in questo programma."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.action_id}"


class ProgressUpdate(models.Model):
    """How far an action is on a day. Added, never changed; the latest is the one that counts.

    Personal data: the user who recorded it, shown to officials only.
    """

    class Completion(models.IntegerChoices):
        NOTHING = 0, _("0% – non avviata")
        QUARTER = 25, _("25% – avviata")
        HALF = 50, _("50% – a metà")
        THREE_QUARTERS = 75, _("75% – quasi conclusa")
        ALL = 100, _("100% – conclusa")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    completion = models.PositiveSmallIntegerField(_("avanzamento"), choices=Completion)
    note = models.TextField(_("nota"), blank=True)
    recorded_on = models.DateField(_("data"), default=timezone.localdate)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-recorded_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(completion__in=[0, 25, 50, 75, 100]),
                name="progress_in_quarters",
                violation_error_message=_("Scegli 0, 25, 50, 75 o 100 per cento."),
            ),
        ]
        indexes = [models.Index(fields=["action", "-recorded_on", "-id"], name="progress_latest")]

    def __str__(self) -> str:
        return f"{self.completion}% – {self.action_id}"

"""Dry runs: which holders of a category would fail under a version that is not in force yet."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.certificates import Certificate
from certifications.models.versions import SchemeVersion
from certifications.wording.facts import fact_label
from familynet.accounts.models import User
from familynet.accounts.roles import Capability


class DryRunQuerySet(models.QuerySet["DryRun"]):
    def visible_to(self, user: Any) -> "DryRunQuerySet":
        """Those of the schemes that the user's administrations own."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(version__scheme__administration__in=user.administrations_with(Capability.SCHEME_VIEW))


class DryRun(models.Model):
    """One computation over all holders of a category; its rows say who would fail, and on what.

    `day` is the one on which deferred requirements are looked at: the day on which the version comes into
    force, or today when that is past. `stamp` is when the version was last changed before the computation:
    a draft may have changed since. Personal data: who asked for it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("In attesa")
        RUNNING = "running", _("In corso")
        DONE = "done", _("Conclusa")
        FAILED = "failed", _("Fermata da un errore")

    STATE_TONES = {
        State.WAITING: "neutral",
        State.RUNNING: "warning",
        State.DONE: "success",
        State.FAILED: "danger",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="dry_runs")
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.WAITING)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    stamp = models.DateTimeField(null=True, blank=True)
    passing = models.PositiveIntegerField(default=0)
    failing = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = DryRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["waiting", "running"]),
                name="dry_run_one_at_a_time",
                violation_error_message=_("Una prova di questo disciplinare è già in corso."),
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="dry_run_done_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def total(self) -> int:
        return self.passing + self.failing + self.unknown

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_stale(self) -> bool:
        """The version has changed since."""
        return self.stamp is not None and self.stamp != self.version.content_changed_at


class DryRunResult(models.Model):
    """One holder in a dry run. `failing` are the codes of the mandatory requirements in the way.

    `missing_points` is what lacks to the pass mark; `missing_facts` what nobody told (outcome unknown).
    Personal data: none.
    """

    class Outcome(models.TextChoices):
        PASSES = "passes", _("Passerebbe")
        FAILS = "fails", _("Non passerebbe")
        UNKNOWN = "unknown", _("Non si può dire")

    OUTCOME_TONES = {Outcome.PASSES: "success", Outcome.FAILS: "danger", Outcome.UNKNOWN: "warning"}

    run = models.ForeignKey(DryRun, on_delete=models.CASCADE, related_name="results", db_index=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    points = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    minimum = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    missing_points = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    failing = ArrayField(models.CharField(max_length=20), default=list)
    missing_facts = ArrayField(models.CharField(max_length=20), default=list)
    has_answers = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "certificate"], name="dry_run_result_once"),
        ]
        indexes = [
            models.Index(fields=["run", "outcome"], name="dry_run_result_by_outcome"),
            GinIndex(fields=["failing"], name="dry_run_result_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.outcome}"

    @property
    def facts_words(self) -> str:
        """The facts that nobody told, in words."""
        return ", ".join(fact_label(fact) for fact in self.missing_facts)

    @property
    def tone(self) -> str:
        return self.OUTCOME_TONES[self.Outcome(self.outcome)]

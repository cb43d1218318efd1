"""Imports of a register: the file, what each of its rows would do, and what became of it."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.documents import Document


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: Any) -> "ImportRunQuerySet":
        """The imports of the administrations for which the user may import."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.CERTIFICATE_IMPORT))


class ImportRun(models.Model):
    """One uploaded register and its way: checked without writing, then imported whole or refused.

    `fingerprint` is the SHA-256 of what the check promised: the import does exactly that or nothing.
    Personal data: who uploaded the file; the file may hold more and is never public.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Caricata")
        CHECKED = "checked", _("Controllata")
        RUNNING = "running", _("In corso")
        COMMITTED = "committed", _("Importata")
        REFUSED = "refused", _("Scartata")

    STATE_TONES = {
        State.UPLOADED: "neutral",
        State.CHECKED: "info",
        State.RUNNING: "warning",
        State.COMMITTED: "success",
        State.REFUSED: "danger",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="import_runs")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.UPLOADED)
    skip_errors = models.BooleanField(_("importa anche se ci sono righe con errori"), default=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    unknown_columns = models.JSONField(default=list, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    committed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["administration", "state", "-created_at"], name="import_run_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="committed", committed_at__isnull=False)
                | (~Q(state="committed") & Q(committed_at=None)),
                name="import_run_committed_has_time",
                violation_error_message=_("Solo un'importazione conclusa ha la data di conclusione."),
            )
        ]

    def __str__(self) -> str:
        return self.document.name

    @property
    def total(self) -> int:
        return self.new + self.changed + self.unchanged + self.wrong

    @property
    def to_write(self) -> int:
        """How many rows the import would write."""
        return self.new + self.changed

    @property
    def is_importable(self) -> bool:
        """True when the check found something to write and nothing in the way."""
        return self.state == self.State.CHECKED and self.to_write > 0 and (self.skip_errors or not self.wrong)


class ImportRow(models.Model):
    """What one line of the file does: the outcome and its reason. Personal data: none meant."""

    class Outcome(models.TextChoices):
        NEW = "new", _("Nuova")
        CHANGED = "changed", _("Modificata")
        UNCHANGED = "unchanged", _("Invariata")
        ERROR = "error", _("Errore")

    STATE_TONES = {
        Outcome.NEW: "success",
        Outcome.CHANGED: "warning",
        Outcome.UNCHANGED: "neutral",
        Outcome.ERROR: "danger",
    }

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(_("riga"))
    outcome = models.CharField(_("esito"), max_length=10, choices=Outcome)
    name = models.CharField(_("denominazione"), max_length=200, blank=True)
    reason = models.TextField(_("motivo"), blank=True)

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line"],
                name="import_row_once_per_line",
                violation_error_message=_("La riga è già nel resoconto."),
            )
        ]
        indexes = [models.Index(fields=["run", "outcome", "line"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome}"

    @property
    def state(self) -> str:
        """For the badge."""
        return self.outcome

    def get_state_display(self) -> str:
        return str(self.get_outcome_display())

"""Imports of practices from a table: the file, what each of its rows would do, and what became of it."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.documents import Document
from practices.models.practice import Practice


class PracticeImportQuerySet(models.QuerySet["PracticeImport"]):
    def visible_to(self, user: Any) -> "PracticeImportQuerySet":
        """The imports of the administrations for which the user writes practices."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.PRACTICE_WRITE))


class PracticeImport(models.Model):
    """One uploaded table and its way: checked without writing, then written whole or not at all.

    `fingerprint` is the SHA-256 of what the check promised: the job writes exactly that or nothing.
    Personal data: who uploaded the file; the file may hold more and is never public.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("In controllo")
        CHECKED = "checked", _("Controllata")
        RUNNING = "running", _("In corso")
        DONE = "done", _("Importata")
        DISCARDED = "discarded", _("Scartata")

    STATE_TONES = {
        State.UPLOADED: "neutral",
        State.CHECKED: "info",
        State.RUNNING: "warning",
        State.DONE: "success",
        State.DISCARDED: "danger",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="practice_imports")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.UPLOADED)
    skip_errors = models.BooleanField(_("importa le righe giuste anche se altre hanno errori"), default=False)
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
    done_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["administration", "-created_at"], name="practice_import_by_body"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="practice_import_done_has_time",
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

    @property
    def is_working(self) -> bool:
        """True while a job has it."""
        return self.state in (self.State.UPLOADED, self.State.RUNNING)


class PracticeImportRow(models.Model):
    """What one line of the file does: the outcome, its reason, the practice. Personal data: none meant."""

    class Outcome(models.TextChoices):
        NEW = "new", _("Nuova bozza")
        CHANGED = "changed", _("Aggiorna la bozza")
        UNCHANGED = "unchanged", _("Invariata")
        ERROR = "error", _("Errore")

    STATE_TONES = {
        Outcome.NEW: "success",
        Outcome.CHANGED: "warning",
        Outcome.UNCHANGED: "neutral",
        Outcome.ERROR: "danger",
    }

    run = models.ForeignKey(PracticeImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(_("riga"))
    outcome = models.CharField(_("esito"), max_length=10, choices=Outcome)
    title = models.CharField(_("titolo"), max_length=200, blank=True)
    reason = models.TextField(_("che cosa succede"), blank=True)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line"],
                name="practice_import_row_once",
                violation_error_message=_("La riga è già nel resoconto."),
            )
        ]
        indexes = [models.Index(fields=["run", "outcome", "line"], name="practice_import_row_outcome")]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome}"

    @property
    def state(self) -> str:
        """For the badge."""
        return self.outcome

    def get_state_display(self) -> str:
        return str(self.get_outcome_display())

"""What the office gave out of a file when somebody asked for access (L. 241/1990, art. 22-25)."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from familynet.accounts.models import User


class FileReleaseQuerySet(models.QuerySet["FileRelease"]):
    def visible_to(self, user: Any) -> "FileReleaseQuerySet":
        """The certifier's officials only: neither the applicant nor the accompanying side."""
        return self.filter(application__in=Application.objects.handled_by(user))


class FileRelease(models.Model):
    """One redacted copy, exactly as it was given. Never changed; its texts go when the file's are cleared.

    `items` are the keys that the office ticked. `files` lists what the package holds: {"path", "title", "size",
    "sha256"} with either "text" (made for the package) or "document" (uuid of an upload).
    Personal data: who gave it; the requester is a reference to the request, never a name.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="releases")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request_reference = models.CharField(
        _("protocollo della richiesta di accesso"),
        max_length=40,
        help_text=_("Il numero di protocollo, senza il nome di chi chiede."),
    )
    requested_on = models.DateField(_("data della richiesta"))
    reason = models.TextField(
        _("perché si dà questa copia"),
        max_length=2000,
        help_text=_("L'interesse di chi chiede e che cosa si lascia fuori, senza nomi di persone."),
    )
    items = models.JSONField(default=list, blank=True)
    files = models.JSONField(default=list)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)

    objects = FileReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(request_reference="") & ~models.Q(reason=""),
                name="file_release_says_for_whom_and_why",
                violation_error_message=_("Indica la richiesta e il motivo."),
            )
        ]

    def __str__(self) -> str:
        return self.request_reference

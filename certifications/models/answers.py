"""What an applicant says about each requirement, the documents behind it, and what it declares."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from certifications.models.attached import AttachedFile, AttachedQuerySet
from certifications.models.versions import Requirement
from certifications.wording import trace
from familynet.accounts.models import User
from familynet.kernel.documents import Document


class Answer(models.Model):
    """What one application says about one requirement. `met` None: nothing said yet.

    `revision` grows with each change: two people on one section are told apart by it. `to_check`: it was copied
    from an earlier application and nobody has looked at it yet.
    Personal data: who wrote last; the note may name a person and is cleared when the retention ends.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="answers")
    met = models.BooleanField(_("requisito soddisfatto"), null=True, blank=True)
    points = models.DecimalField(
        _("punti"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    note = models.TextField(_("come lo soddisfate"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    to_check = models.BooleanField(default=False)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["requirement__section__order", "requirement__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "requirement"], name="answer_once_per_requirement")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.requirement_id}"

    @property
    def claimed(self) -> str:
        """The points in words; empty when none are claimed."""
        return "" if self.points is None else trace.points(self.points)


class AnswerEvidenceQuerySet(AttachedQuerySet["AnswerEvidence"]):
    def visible_to(self, user: Any) -> "AnswerEvidenceQuerySet":
        """Whoever sees the application."""
        return self.filter(answer__application__in=Application.objects.visible_to(user))


class AnswerEvidence(AttachedFile):
    """A document attached to the answer about one requirement. `integration` names the round that added it.

    `copied` marks a reference to a document of an earlier application.
    Personal data: who attached it; the file may hold more.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    integration = models.ForeignKey(
        "certifications.IntegrationRequest",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    copied = models.BooleanField(default=False)

    objects = AnswerEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "order", "pk"]

    def __str__(self) -> str:
        return str(self.document)


class Declaration(models.Model):
    """What whoever submitted confirmed, word by word, and in which capacity (DPR 445/2000, art. 46 and 47).

    `delegation` is the document that gives the power to somebody who is not the legal representative.
    Personal data: who declared, and the delegation.
    """

    class Capacity(models.TextChoices):
        LEGAL_REPRESENTATIVE = "legal_representative", _("Legale rappresentante")
        DELEGATE = "delegate", _("Persona delegata dal legale rappresentante")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="declaration")
    capacity = models.CharField(_("presento la domanda come"), max_length=30, choices=Capacity)
    delegation = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=list)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity="legal_representative") | models.Q(delegation__isnull=False),
                name="declaration_delegate_has_delegation",
                violation_error_message=_("Chi presenta per delega allega la delega."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.get_capacity_display()}"


class Receipt(models.Model):
    """What the applicant got at once after the submission: date, files with their SHA-256, PDF/A.

    `document` is the receipt, `application_document` the whole application as it was submitted; `files` is a
    list of {"name", "title", "size" (bytes), "sha256", "requirement"}.
    Personal data: none of its own.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="receipt")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    application_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    files = models.JSONField(default=list)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application_id} {self.issued_at:%Y-%m-%d}"

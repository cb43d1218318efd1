"""What a phase gathers: documents, the council's opinion, reminders; and the fee of a cycle."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.processes import Phase, Process
from familynet.accounts.models import User
from familynet.kernel.documents import Document


class PhaseDocument(models.Model):
    """A document that the organisation hands over in a phase. Personal data: who added it."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.document)


class CouncilOpinion(models.Model):
    """What the Consiglio dell'Audit said in a session; a later one may differ. Personal data: who recorded it."""

    class Outcome(models.TextChoices):
        FAVOURABLE = "favourable", _("Favorevole")
        UNFAVOURABLE = "unfavourable", _("Sfavorevole")

    OUTCOME_TONES = {Outcome.FAVOURABLE: "success", Outcome.UNFAVOURABLE: "danger"}

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="opinions")
    outcome = models.CharField(_("parere"), max_length=14, choices=Outcome)
    session_on = models.DateField(_("seduta del"))
    text = models.TextField(_("motivazione"))
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["session_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.session_on}"


class FeeNotice(models.Model):
    """The fee of one cycle and the reference of its payment notice; no payment is made here.

    Personal data: none.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="fees")
    cycle_number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(_("quota in euro"), max_digits=9, decimal_places=2)
    reference = models.CharField(_("numero dell'avviso"), max_length=40)
    issued_on = models.DateField(_("emesso il"))
    paid_on = models.DateField(_("pagato il"), null=True, blank=True)

    class Meta:
        ordering = ["process", "cycle_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "cycle_number"],
                name="fee_notice_once_per_cycle",
                violation_error_message=_("L'avviso di pagamento di questo ciclo c'è già."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fee_notice_not_negative"),
        ]

    def __str__(self) -> str:
        return self.reference


class PhaseReminder(models.Model):
    """That people were told about the term of a phase, so many months before (negative: after).

    Personal data: none.
    """

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    months = models.SmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "due_on", "months"], name="phase_reminder_once")]

    def __str__(self) -> str:
        return f"{self.phase_id}: {self.months:+d}"

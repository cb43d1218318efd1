"""What the accompanying administration thinks of an application that another one decides."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from familynet.accounts.models import Administration, User
from familynet.organisations.models import OrganisationMember


class AccompanyingOpinionQuerySet(models.QuerySet["AccompanyingOpinion"]):
    def visible_to(self, user: Any) -> "AccompanyingOpinionQuerySet":
        """Both administrations from the start; the applicant's people only after the decision."""
        if not user.is_authenticated:
            return self.none()
        mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
        decided = (Application.State.AWARDED, Application.State.REFUSED)
        officials = Q(application__in=Application.objects.handled_by(user))
        officials |= Q(application__in=Application.objects.accompanied_by(user))
        after = Q(application__state__in=decided)
        # An official who acts for the applicant is on its side.
        own = Q(application__organisation__in=mine)
        return self.filter(officials & (after | ~own) | own & after)


class AccompanyingOpinion(models.Model):
    """One per application and administration, changed until the decision; what it said before is in the history.

    Personal data: who gave it.
    """

    class Outcome(models.TextChoices):
        FAVOURABLE = "favourable", _("Favorevole")
        WITH_NOTES = "with_notes", _("Favorevole con osservazioni")
        UNFAVOURABLE = "unfavourable", _("Sfavorevole")

    OUTCOME_TONES = {
        Outcome.FAVOURABLE: "success",
        Outcome.WITH_NOTES: "warning",
        Outcome.UNFAVOURABLE: "danger",
    }

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="opinions")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="accompanying_opinions"
    )
    outcome = models.CharField(_("parere"), max_length=12, choices=Outcome)
    text = models.TextField(_("motivazione"), blank=True, max_length=5000)
    protocol_number = models.CharField(_("numero di protocollo"), max_length=40, blank=True)
    protocol_date = models.DateField(_("data di protocollo"), null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now=True)

    objects = AccompanyingOpinionQuerySet.as_manager()

    class Meta:
        ordering = ["application", "administration"]
        constraints = [
            models.UniqueConstraint(fields=["application", "administration"], name="opinion_once_per_side"),
            models.CheckConstraint(
                condition=Q(outcome="favourable") | ~Q(text=""),
                name="opinion_with_notes_says_them",
                violation_error_message=_("Scrivi le osservazioni o il motivo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.administration}: {self.get_outcome_display()}"

    @property
    def tone(self) -> str:
        return self.OUTCOME_TONES[self.Outcome(self.outcome)]

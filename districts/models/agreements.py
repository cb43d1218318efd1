"""The voluntary area agreement that a district rests on."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models.districts import District
from districts.models.periods import date_range
from familynet.accounts.models import Administration
from familynet.kernel.acts import Act

AGREEMENT_MONTHS = 36  # what a form proposes; the agreement itself says how long it lasts
PERIOD = date_range("valid_from", "ended_on", "valid_to", bounds="[]")


class AreaAgreement(models.Model):
    """The voluntary area agreement of a district: approved by an act, then signed, for a period.

    `ended_on` is the day it really stopped: its last day, the eve of the one that renewed it, or the day of
    the revocation. Personal data: none.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposto")
        APPROVED = "approved", _("Approvato")
        ACTIVE = "active", _("Sottoscritto")
        RENEWED = "renewed", _("Rinnovato")
        EXPIRED = "expired", _("Scaduto")
        REVOKED = "revoked", _("Revocato")

    STATE_TONES = {
        State.PROPOSED: "neutral",
        State.APPROVED: "info",
        State.ACTIVE: "success",
        State.RENEWED: "neutral",
        State.EXPIRED: "warning",
        State.REVOKED: "danger",
    }
    OPEN_STATES = (State.PROPOSED, State.APPROVED)
    SIGNED_STATES = (State.ACTIVE, State.RENEWED, State.EXPIRED, State.REVOKED)

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="agreements")
    subject = models.CharField(_("oggetto"), max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    approval_act = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("approvazione")
    )
    revocation_act = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("revoca")
    )
    signed_on = models.DateField(_("sottoscritto il"), null=True, blank=True)
    valid_from = models.DateField(_("valido dal"), null=True, blank=True)
    valid_to = models.DateField(_("valido fino al"), null=True, blank=True)
    ended_on = models.DateField(_("terminato il"), null=True, blank=True)
    renews = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )
    reminded_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["district"],
                condition=Q(state__in=["proposed", "approved"]),
                name="agreement_one_in_preparation",
                violation_error_message=_("C'è già un accordo in preparazione per questo distretto."),
            ),
            models.UniqueConstraint(
                fields=["district"],
                condition=Q(state="active"),
                name="agreement_one_in_force",
                violation_error_message=_("C'è già un accordo sottoscritto per questo distretto."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(approval_act__isnull=False),
                name="agreement_approved_by_act",
                violation_error_message=_("Un accordo approvato cita il suo atto."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved"])
                | Q(signed_on__isnull=False, valid_from__isnull=False, valid_to__isnull=False),
                name="agreement_signed_has_dates",
                violation_error_message=_("Un accordo sottoscritto ha data di firma, inizio e fine."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="agreement_ends_after_start",
                violation_error_message=_("La fine dell'accordo viene dopo l'inizio."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["renewed", "expired", "revoked"], ended_on__isnull=False)
                | (~Q(state__in=["renewed", "expired", "revoked"]) & Q(ended_on=None)),
                name="agreement_ended_has_date",
                violation_error_message=_("Un accordo concluso, e solo quello, ha una data di termine."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(valid_from=None) | Q(ended_on__gte=F("valid_from")),
                name="agreement_stops_after_start",
                violation_error_message=_("Il termine non può precedere l'inizio dell'accordo."),
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revocation_act__isnull=False),
                name="agreement_revoked_by_act",
                violation_error_message=_("Una revoca cita il suo atto."),
            ),
            ExclusionConstraint(
                name="agreement_periods_apart",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    (
                        PERIOD,
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["active", "renewed", "expired", "revoked"]),
                violation_error_message=_("Il periodo si sovrappone a quello di un altro accordo del distretto."),
            ),
        ]
        indexes = [
            models.Index(fields=["valid_to"], condition=Q(state="active"), name="agreement_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.district})"

    @property
    def administration(self) -> Administration:
        return self.district.administration

    @property
    def is_in_force(self) -> bool:
        """True when signed and today lies in its period."""
        if self.state != self.State.ACTIVE or not (self.valid_from and self.valid_to):
            return False
        return self.valid_from <= timezone.localdate() <= self.valid_to


class AgreementAmendment(models.Model):
    """A change of a signed agreement, by an act of its own. Personal data: none."""

    agreement = models.ForeignKey(AreaAgreement, on_delete=models.PROTECT, related_name="amendments")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    amended_on = models.DateField(_("in vigore dal"))
    subject = models.CharField(_("che cosa cambia"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-amended_on", "-pk"]

    def __str__(self) -> str:
        return self.subject

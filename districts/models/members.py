"""Who belongs to a district."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from districts.models.districts import District
from districts.models.periods import date_range
from familynet.accounts.models import Administration
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation

PERIOD = date_range("joined_on", "left_on", bounds="[)")


class DistrictMemberQuerySet(models.QuerySet["DistrictMember"]):
    def public(self) -> "DistrictMemberQuerySet":
        """Members of today of districts that anybody may read; with district, organisation and comune."""
        return self.filter(
            state=DistrictMember.State.MEMBER, district__in=District.objects.public()
        ).select_related("district", "organisation__municipality__province", "act")


class DistrictMember(models.Model):
    """An organisation's place in a district, from the request to the end. Ended, never deleted.

    Personal data: none.
    """

    class Role(models.TextChoices):
        PROPONENT = "proponent", _("Proponente")
        ADHERENT = "adherent", _("Aderente")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Richiesta")
        MEMBER = "member", _("Nel distretto")
        WITHDRAWN = "withdrawn", _("Recesso")
        EXCLUDED = "excluded", _("Esclusa")

    STATE_TONES = {
        State.REQUESTED: "warning",
        State.MEMBER: "success",
        State.WITHDRAWN: "neutral",
        State.EXCLUDED: "danger",
    }

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="district_memberships",
        verbose_name=_("organizzazione"),
    )
    role = models.CharField(_("ruolo"), max_length=10, choices=Role, default=Role.ADHERENT)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_on = models.DateField(_("data della richiesta"), null=True, blank=True)
    joined_on = models.DateField(_("data di adesione"), null=True, blank=True)
    left_on = models.DateField(_("data di uscita"), null=True, blank=True)
    act = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("adesione")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DistrictMemberQuerySet.as_manager()

    class Meta:
        ordering = ["-role", "organisation__folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "organisation"],
                condition=Q(state__in=["requested", "member"]),
                name="district_member_once_at_a_time",
                violation_error_message=_("L'organizzazione è già nel distretto, o ha già chiesto di entrare."),
            ),
            models.CheckConstraint(
                condition=~Q(state="member") | Q(joined_on__isnull=False),
                name="district_member_has_date",
                violation_error_message=_("Chi è nel distretto ha una data di adesione."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["withdrawn", "excluded"], left_on__isnull=False)
                | (~Q(state__in=["withdrawn", "excluded"]) & Q(left_on=None)),
                name="district_member_left_has_date",
                violation_error_message=_("Chi è uscito, e solo lui, ha una data di uscita."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=F("joined_on")),
                name="district_member_leaves_after_joining",
                violation_error_message=_("L'uscita non può precedere l'adesione."),
            ),
            ExclusionConstraint(
                name="district_member_periods_apart",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (
                        PERIOD,
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(joined_on__isnull=False),
                violation_error_message=_("In quel periodo l'organizzazione era già nel distretto."),
            ),
        ]
        indexes = [models.Index(fields=["district", "state"], name="district_member_by_state")]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.district}"

    @property
    def administration(self) -> Administration:
        return self.district.administration

    @property
    def since(self) -> datetime.date | None:
        return self.joined_on or self.requested_on

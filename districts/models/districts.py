"""The district: its name, kind, territory and offices."""

from typing import Any

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.kernel.search import Fold
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality


class DistrictQuerySet(models.QuerySet["District"]):
    def public(self) -> "DistrictQuerySet":
        """Districts whose agreement was signed at least once; what anybody may read."""
        return self.exclude(state=District.State.PROPOSED)

    def visible_to(self, user: Any) -> "DistrictQuerySet":
        """Work pages: the officials of the district's administration."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.ORGANISATION_VIEW))

    def with_counts(self) -> "DistrictQuerySet":
        """`member_count` of today and `proponent_count` among them."""
        current = Q(members__state="member")
        proponent = current & Q(members__role="proponent")
        return self.annotate(
            member_count=Count("members", filter=current, distinct=True),
            proponent_count=Count("members", filter=proponent, distinct=True),
        )


class District(models.Model):
    """A family district: different organisations of one territory, theme or company area working together.

    Its state follows its agreement and moves only with it. Personal data: none; offices, not persons.
    """

    class Kind(models.TextChoices):
        TERRITORIAL = "territorial", _("Territoriale")
        THEMATIC = "thematic", _("Tematico")
        FAMILY_AUDIT = "family_audit", _("Family Audit")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("In preparazione")
        ACTIVE = "active", _("Attivo")
        LAPSED = "lapsed", _("Accordo scaduto")
        REVOKED = "revoked", _("Revocato")

    STATE_TONES = {
        State.PROPOSED: "info",
        State.ACTIVE: "success",
        State.LAPSED: "warning",
        State.REVOKED: "danger",
    }

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("nome"), max_length=150)
    folded_name = models.GeneratedField(
        expression=Fold(F("name")), output_field=models.CharField(max_length=150), db_persist=True
    )
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind, default=Kind.TERRITORIAL)
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="districts", verbose_name=_("amministrazione")
    )
    lead_organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_districts",
        verbose_name=_("ente capofila"),
    )
    coordinator_office = models.CharField(
        _("coordinatore istituzionale"),
        max_length=200,
        blank=True,
        help_text=_("La carica o l'ufficio, non il nome di una persona."),
    )
    contact_office = models.CharField(
        _("referente tecnico"),
        max_length=200,
        blank=True,
        help_text=_("L'ufficio a cui rivolgersi, con la casella di posta."),
    )
    summary = models.CharField(_("in breve"), max_length=300, blank=True)
    description = models.TextField(_("descrizione"), blank=True)
    founded_year = models.PositiveSmallIntegerField(_("anno di nascita"), null=True, blank=True)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="districts", verbose_name=_("comuni del territorio")
    )
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "folded_name"],
                name="district_name_once_per_administration",
                violation_error_message=_("C'è già un distretto con questo nome."),
            ),
            models.CheckConstraint(
                condition=Q(founded_year=None) | Q(founded_year__range=(2000, 2100)),
                name="district_plausible_year",
                violation_error_message=_("Scrivi un anno dal 2000 in poi."),
            ),
        ]
        indexes = [
            models.Index(fields=["folded_name"], name="district_by_name"),
            models.Index(fields=["administration", "state", "kind"], name="district_by_facets"),
        ]

    def __str__(self) -> str:
        return self.name

"""The register of family infrastructures (LP 1/2011, art. 18): places with what they offer to families."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certifications.models.certificates import Certificate, new_public_id
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.search import Fold
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.territories.models import Municipality


class InfrastructureKind(models.Model):
    """A kind of place, as data. `features` is a list of {"code", "label", "type", "choices"}.

    `type` is flag, choice, number or text; `choices` a list of [code, label]. `is_confirmed` False: the kind is
    only heard of, its rules are not public. Personal data: none.
    """

    slug = models.SlugField(_("codice"), max_length=60, unique=True)
    name = models.CharField(_("tipo"), max_length=120)
    summary = models.TextField(_("che cos'è"), blank=True, max_length=1000)
    features = models.JSONField(_("caratteristiche"), default=list, blank=True)
    source = models.CharField(_("fonte"), max_length=300, blank=True)
    is_confirmed = models.BooleanField(_("confermato dalle fonti"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class InfrastructureQuerySet(models.QuerySet["Infrastructure"]):
    def public(self) -> "InfrastructureQuerySet":
        return self.filter(state=Infrastructure.State.PUBLISHED)

    def visible_to(self, user: Any) -> "InfrastructureQuerySet":
        """At work: the owner's people, and the officials of the administration of the place."""
        if not user.is_authenticated:
            return self.none()
        mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
        officials = user.administrations_with(Capability.ORGANISATION_VIEW)
        return self.filter(Q(owner__in=mine) | Q(administration__in=officials))

    def for_cards(self) -> "InfrastructureQuerySet":
        return self.select_related("kind", "owner", "municipality__province")


class Infrastructure(models.Model):
    """One place. Written by its owner's people or by officers, published by officers, closed and never deleted.

    `features` maps codes of its kind to values. `feature_codes` are the true flags and "code:value" of choices,
    for the facets. Personal data: who wrote it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Da pubblicare")
        PUBLISHED = "published", _("Pubblicata")
        CLOSED = "closed", _("Chiusa")

    STATE_TONES = {State.DRAFT: "warning", State.PUBLISHED: "success", State.CLOSED: "neutral"}

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.ForeignKey(
        InfrastructureKind, on_delete=models.PROTECT, related_name="infrastructures", verbose_name=_("tipo")
    )
    name = models.CharField(_("nome"), max_length=160)
    folded_name = models.GeneratedField(
        expression=Fold(F("name")), output_field=models.CharField(max_length=160), db_persist=True
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="infrastructures", verbose_name=_("chi la gestisce")
    )
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="infrastructures", editable=False
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="infrastructures", verbose_name=_("comune")
    )
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitudine"), null=True, blank=True, validators=[MinValueValidator(35), MaxValueValidator(48)]
    )
    longitude = models.FloatField(
        _("longitudine"), null=True, blank=True, validators=[MinValueValidator(6), MaxValueValidator(19)]
    )
    features = models.JSONField(default=dict, blank=True)
    feature_codes = models.JSONField(default=list, blank=True, editable=False)
    description = models.TextField(_("descrizione"), blank=True, max_length=2000)
    opening = models.CharField(_("quando è aperta"), max_length=300, blank=True)
    state = models.CharField(_("stato"), max_length=12, choices=State, default=State.DRAFT)
    checked_on = models.DateField(_("verificata il"), null=True, blank=True)
    certificate = models.ForeignKey(
        Certificate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="infrastructures",
        verbose_name=_("standard o marchio"),
    )
    written_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = InfrastructureQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "municipality", "folded_name"],
                condition=~Q(state="closed"),
                name="infrastructure_once_per_place",
                violation_error_message=_("Nel comune c'è già un luogo di questo tipo con lo stesso nome."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="infrastructure_whole_position",
                violation_error_message=_("Indica latitudine e longitudine, o nessuna delle due."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "kind", "municipality"], name="infrastructure_by_place"),
            models.Index(fields=["administration", "state"], name="infrastructure_by_state"),
        ]

    def __str__(self) -> str:
        return self.name

"""National and European networks and who belongs to them. Membership is not certification."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation, OrganisationMember


class NetworkQuerySet(models.QuerySet["Network"]):
    def with_counts(self) -> "NetworkQuerySet":
        """`member_count`, and `certified_count` of those who have also shown a certificate."""
        member = Q(memberships__state__in=Membership.CURRENT_STATES)
        return self.annotate(
            member_count=Count("memberships", filter=member),
            certified_count=Count("memberships", filter=member & Q(memberships__certified_on__isnull=False)),
        )


class Network(models.Model):
    """A network that organisations join; what it asks of them is data, because it changes.

    `certify_within_months`: the promise made on joining; empty when the network asks for none.
    `administration` looks after the network's own record. Personal data: none.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nome"), max_length=120, unique=True)
    summary = models.CharField(_("in breve"), max_length=300)
    description = models.TextField(_("descrizione"), blank=True)
    founded_by = models.CharField(_("fondata da"), max_length=300, blank=True)
    founding_act = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("atto istitutivo")
    )
    website = models.URLField(_("sito"), blank=True)
    certify_within_months = models.PositiveSmallIntegerField(
        _("mesi per certificarsi dopo l'adesione"), null=True, blank=True
    )
    remind_months_before = models.PositiveSmallIntegerField(_("mesi di preavviso prima della scadenza"), default=3)
    reciprocity = models.TextField(_("reciprocità"), blank=True)
    source = models.CharField(_("fonte"), max_length=300, blank=True)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="networks")
    order = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(certify_within_months=None) | Q(certify_within_months__gt=0),
                name="network_promise_in_months",
                violation_error_message=_("Scrivi almeno un mese, oppure lascia vuoto."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def public(self) -> "MembershipQuerySet":
        """Who belongs to a network today, as anybody may read it; with network, organisation and act."""
        return self.filter(state__in=Membership.CURRENT_STATES).select_related(
            "network", "organisation__municipality__province", "resolution_act", "certification_act"
        )

    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """Work pages: the officials of the administration of the organisation, and the organisation's people."""
        if not user.is_authenticated:
            return self.none()
        mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
        administrations = user.administrations_with(Capability.ORGANISATION_VIEW)
        return self.filter(Q(organisation__administration__in=administrations) | Q(organisation__in=mine))

    def with_standing(self) -> "MembershipQuerySet":
        """`standing`: certified, member or on_hold; what the public page tells apart."""
        return self.annotate(
            standing=Case(
                When(state=Membership.State.ON_HOLD, then=Value(Membership.Standing.ON_HOLD)),
                When(certified_on__isnull=False, then=Value(Membership.Standing.CERTIFIED)),
                default=Value(Membership.Standing.MEMBER),
                output_field=models.CharField(),
            )
        )

    def uncertified(self) -> "MembershipQuerySet":
        """Members that promised a certificate and have not shown one yet."""
        return self.filter(state=Membership.State.MEMBER, certified_on=None, certify_by__isnull=False)


class Membership(models.Model):
    """An organisation's way through a network: interest, resolution of its own body, admission, end.

    Being certified is another thing: `certified_on` and its act only note that a certificate exists in
    its own register. Acts may be missing on imports; `lacks_act` says so. Personal data: none.
    """

    class State(models.TextChoices):
        INTEREST = "interest", _("Manifestazione di interesse")
        RESOLVED = "resolved", _("Adesione deliberata")
        MEMBER = "member", _("Aderente")
        ON_HOLD = "on_hold", _("In pausa")
        LEFT = "left", _("Uscita")

    class Standing(models.TextChoices):
        CERTIFIED = "certified", _("Aderente e certificato")
        MEMBER = "member", _("Aderente, in cammino")
        ON_HOLD = "on_hold", _("In pausa")

    STATE_TONES = {
        State.INTEREST: "warning",
        State.RESOLVED: "info",
        State.MEMBER: "success",
        State.ON_HOLD: "neutral",
        State.LEFT: "neutral",
    }
    CURRENT_STATES = (State.MEMBER, State.ON_HOLD)
    OPEN_STATES = (State.INTEREST, State.RESOLVED, State.MEMBER, State.ON_HOLD)

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("rete")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="network_memberships",
        verbose_name=_("organizzazione"),
    )
    state = models.CharField(max_length=10, choices=State, default=State.INTEREST)
    interest_on = models.DateField(_("data della richiesta"), null=True, blank=True)
    resolved_on = models.DateField(_("data della delibera"), null=True, blank=True)
    resolution_act = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("atto di adesione")
    )
    joined_on = models.DateField(_("data di adesione"), null=True, blank=True)
    admission_act = models.ForeignKey(
        Act,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("atto di ammissione"),
    )
    certify_by = models.DateField(_("certificarsi entro"), null=True, blank=True)
    certified_on = models.DateField(_("data del certificato"), null=True, blank=True)
    certification_act = models.ForeignKey(
        Act,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("atto del certificato"),
    )
    left_on = models.DateField(_("data di uscita"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=~Q(state="left"),
                name="membership_one_open_per_network",
                violation_error_message=_("L'organizzazione ha già un'adesione aperta a questa rete."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["member", "on_hold"]) | Q(joined_on__isnull=False),
                name="membership_member_has_date",
                violation_error_message=_("Chi è aderente ha una data di adesione."),
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_on__isnull=False) | (~Q(state="left") & Q(left_on=None)),
                name="membership_left_has_date",
                violation_error_message=_("Chi è uscito, e solo lui, ha una data di uscita."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=F("joined_on")),
                name="membership_leaves_after_joining",
                violation_error_message=_("L'uscita non può precedere l'adesione."),
            ),
            models.CheckConstraint(
                condition=Q(certify_by=None) | Q(joined_on=None) | Q(certify_by__gte=F("joined_on")),
                name="membership_promise_after_joining",
                violation_error_message=_("Il termine per certificarsi viene dopo l'adesione."),
            ),
            models.CheckConstraint(
                condition=Q(certification_act=None) | Q(certified_on__isnull=False),
                name="membership_certificate_has_date",
                violation_error_message=_("Il certificato ha una data."),
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state"], name="membership_by_network_state"),
            models.Index(
                fields=["certify_by"],
                condition=Q(state="member", certified_on=None),
                name="membership_by_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.network}"

    @property
    def administration(self) -> Administration:
        """The administration that looks after this membership: the one of the organisation's territory."""
        return self.organisation.administration

    @property
    def is_certified(self) -> bool:
        return self.certified_on is not None

    @property
    def lacks_act(self) -> bool:
        """True when a status was taken over from a source that cites no act."""
        if self.state not in self.CURRENT_STATES:
            return False
        return not (self.resolution_act_id or self.admission_act_id)

    @property
    def is_late(self) -> bool:
        """True when the term for the certificate has passed without one."""
        waiting = self.state == self.State.MEMBER and not self.is_certified
        return bool(waiting and self.certify_by and self.certify_by < timezone.localdate())

    @property
    def last_date(self) -> datetime.date | None:
        """The date of the state the membership is in."""
        dates = {
            self.State.INTEREST: self.interest_on,
            self.State.RESOLVED: self.resolved_on,
            self.State.LEFT: self.left_on,
        }
        return dates.get(self.State(self.state), self.joined_on)

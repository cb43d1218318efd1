"""Agreements between administrations: parties, period, areas of work, acts, and what is done with them."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.territories.models import Region


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def public(self) -> "ProtocolQuerySet":
        """Signed at least: a draft is the business of its parties."""
        return self.exclude(state=Protocol.State.DRAFT)

    def visible_to(self, user: Any) -> "ProtocolQuerySet":
        """What is public, and the drafts of the own administration for its officials."""
        if not user.is_authenticated:
            return self.public()
        mine = Protocol.parties.through.objects.filter(
            administration__in=user.administrations_with(Capability.ORGANISATION_VIEW)
        )
        return self.filter(~Q(state=Protocol.State.DRAFT) | Q(pk__in=mine.values("protocol")))

    def in_force(self, region: Region | Administration, on: datetime.date) -> "ProtocolQuerySet":
        """Protocols that bound the region (or its administration) on a day, whatever became of them later."""
        party = {"parties": region} if isinstance(region, Administration) else {"parties__region": region}
        found = self.filter(**party).exclude(state__in=[Protocol.State.DRAFT, Protocol.State.SIGNED])
        started = found.filter(starts_on__lte=on, ends_on__gte=on)
        return started.filter(Q(ended_on=None) | Q(ended_on__gte=on)).distinct()


class Protocol(models.Model):
    """A protocollo d'intesa between administrations. `ended_on` is set when it ends before its term.

    Personal data: none.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        SIGNED = "signed", _("Firmato")
        IN_FORCE = "in_force", _("In vigore")
        RENEWED = "renewed", _("In vigore, rinnovato")
        ENDED = "ended", _("Termine raggiunto")

    STATE_TONES = {
        State.DRAFT: "neutral",
        State.SIGNED: "info",
        State.IN_FORCE: "success",
        State.RENEWED: "success",
        State.ENDED: "warning",
    }

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("titolo"), max_length=250)
    summary = models.TextField(_("in breve"), blank=True)
    parties = models.ManyToManyField(Administration, related_name="protocols", verbose_name=_("parti"))
    starts_on = models.DateField(_("inizio"))
    ends_on = models.DateField(_("termine"))
    ended_on = models.DateField(_("concluso prima del termine il"), null=True, blank=True)
    signed_on = models.DateField(_("firmato il"), null=True, blank=True)
    note = models.TextField(_("nota"), blank=True, help_text=_("Per chi legge, per esempio sul rinnovo."))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="protocol_ends_after_start",
                violation_error_message=_("Il termine viene dopo l'inizio."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on"), ended_on__lte=F("ends_on")),
                name="protocol_ended_within_period",
                violation_error_message=_("La conclusione sta tra l'inizio e il termine."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(signed_on__isnull=False),
                name="protocol_signed_has_date",
                violation_error_message=_("Indica quando è stato firmato."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ends_on"], name="protocol_by_state"),
            models.Index(fields=["starts_on", "ends_on"], name="protocol_by_period"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def party_ids(self) -> frozenset[int]:
        """Keys of the parties; no query when they were prefetched."""
        return frozenset(party.pk for party in self.parties.all())

    @property
    def last_day(self) -> datetime.date:
        return self.ended_on or self.ends_on


class ProtocolArea(models.Model):
    """An area of work of a protocol, in its own words and under a code that rules can ask for.

    Personal data: none.
    """

    class Code(models.TextChoices):
        GOOD_PRACTICES = "good_practices", _("Scambio di buone pratiche")
        INSTRUMENTS = "instruments", _("Marchi, standard, piani e distretti")
        WORK_LIFE = "work_life", _("Conciliazione, responsabilità sociale e welfare aziendale")
        NETWORKS = "networks", _("Adesione alle reti")

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(_("tema"), max_length=20, choices=Code)
    position = models.PositiveSmallIntegerField(_("ordine"))
    title = models.CharField(_("titolo"), max_length=200)
    text = models.TextField(_("testo"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "code"],
                name="protocol_area_once",
                violation_error_message=_("Questo tema c'è già."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProtocolAct(models.Model):
    """An act behind a protocol, and whose it is (none: of all parties together). Personal data: none."""

    class Role(models.TextChoices):
        APPROVAL = "approval", _("Approvazione")
        SIGNATURE = "signature", _("Firma")
        FOLLOW_UP = "follow_up", _("Attuazione")
        RENEWAL = "renewal", _("Rinnovo")
        END = "end", _("Conclusione")

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="act_links")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("che cosa fa"), max_length=10, choices=Role)
    administration = models.ForeignKey(
        Administration,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("amministrazione"),
    )

    class Meta:
        ordering = [F("act__date").asc(nulls_first=True), "pk"]
        constraints = [models.UniqueConstraint(fields=["protocol", "act"], name="protocol_act_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.act}"


class Convention(models.Model):
    """What turns a protocol into activities: a convention with its executive project. Personal data: none."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="conventions")
    title = models.CharField(_("titolo"), max_length=250)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("inizio"), null=True, blank=True)
    ends_on = models.DateField(_("termine"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="convention_ends_after_start",
                violation_error_message=_("Il termine viene dopo l'inizio."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ProtocolAction(models.Model):
    """Something done under a protocol, in one of its areas. Personal data: none."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="actions")
    area = models.ForeignKey(
        ProtocolArea, on_delete=models.PROTECT, related_name="actions", verbose_name=_("tema")
    )
    convention = models.ForeignKey(
        Convention, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    title = models.CharField(_("titolo"), max_length=200)
    description = models.TextField(_("che cosa si è fatto"), blank=True)
    date = models.DateField(_("data"))

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["protocol", "-date"], name="protocol_action_by_date")]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """What shows that an action was done: a public page or an act. Personal data: none."""

    action = models.ForeignKey(ProtocolAction, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("titolo"), max_length=200)
    link = models.URLField(_("indirizzo"), max_length=500, blank=True)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(link="") | Q(act__isnull=False),
                name="evidence_shows_something",
                violation_error_message=_("Indica un indirizzo o un atto."),
            )
        ]

    def __str__(self) -> str:
        return self.title

"""ExchangeEvent: an occasion on which administrations, and whoever they invite, learn from each other."""

import datetime
import itertools
import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.documents import Document
from familynet.kernel.search import Fold
from familynet.protocols.models import ProtocolArea
from familynet.territories.models import Municipality
from practices.models.practice import Practice

# Parts of addresses that stand where a slug would.
RESERVED_SLUGS = {"iscrizione", "calendario"}
TEXT_LENGTH = 20_000


class ExchangeEventQuerySet(models.QuerySet["ExchangeEvent"]):
    def public(self) -> "ExchangeEventQuerySet":
        """What everybody may read: announced, and open to the public. A cancelled one keeps its page."""
        return self.announced().filter(audience=ExchangeEvent.Audience.PUBLIC)

    def announced(self) -> "ExchangeEventQuerySet":
        """No drafts."""
        return self.filter(state__in=ExchangeEvent.ANNOUNCED_STATES)

    def visible_to(self, user: Any) -> "ExchangeEventQuerySet":
        """Public ones for everybody, those for officials for any official, drafts for the organiser's hands."""
        if not user.is_authenticated or not user.is_official:
            return self.public()
        managed = Q(administration__in=user.administrations_with(Capability.EXCHANGE_MANAGE))
        return self.filter(Q(state__in=ExchangeEvent.ANNOUNCED_STATES) | managed)

    def on_work_pages_of(self, user: Any) -> "ExchangeEventQuerySet":
        """The events that `user` may change: those of the own administration."""
        return self.filter(administration__in=user.administrations_with(Capability.EXCHANGE_MANAGE))

    def upcoming(self) -> "ExchangeEventQuerySet":
        """Announced events that have not ended, the next one first."""
        return self.announced().filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> "ExchangeEventQuerySet":
        """Announced events that have ended, the last one first."""
        return self.announced().filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def with_taken(self) -> "ExchangeEventQuerySet":
        """Each event with `taken`, the seats that are given away."""
        registrations: Any = ExchangeEvent.registrations.rel.related_model
        seats = registrations.objects.seated().filter(event=OuterRef("pk")).order_by().values("event")
        counted = seats.annotate(n=models.Count("pk")).values("n")
        return self.annotate(taken=Coalesce(Subquery(counted), 0))

    def for_cards(self) -> "ExchangeEventQuerySet":
        """With what a card of a list shows; the long texts stay in the database."""
        return (
            self.with_taken()
            .select_related("administration", "municipality__province")
            .defer("programme", "minutes")
        )

    def for_page(self) -> "ExchangeEventQuerySet":
        """With what a whole page of one event shows."""
        shown = Practice.objects.public().select_related("administration").order_by("title")
        return self.select_related(
            "administration", "municipality__province", "minutes_document"
        ).prefetch_related("co_organisers", models.Prefetch("practices", shown), "materials__document")


class ExchangeEvent(models.Model):
    """A workshop, a study visit or a webinar of one administration, also together with others.

    `sequence` counts the changes that a calendar must know (RFC 5545). The online link is for registered
    people and officials only, until the event ends. Personal data: who created it; people registered are
    rows of their own.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Laboratorio")
        STUDY_VISIT = "study_visit", _("Visita di studio")
        WEBINAR = "webinar", _("Webinar")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Aperto a tutti")
        OFFICIALS = "officials", _("Solo per il personale delle amministrazioni")

    class Mode(models.TextChoices):
        PLACE = "place", _("In presenza")
        ONLINE = "online", _("Online")
        BOTH = "both", _("In presenza e online")

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        PUBLISHED = "published", _("In programma")
        HELD = "held", _("Svolto")
        CLOSED = "closed", _("Concluso con verbale")
        CANCELLED = "cancelled", _("Annullato")
        DISCARDED = "discarded", _("Bozza scartata")

    STATE_TONES = {
        State.DRAFT: "neutral",
        State.PUBLISHED: "success",
        State.HELD: "info",
        State.CLOSED: "info",
        State.CANCELLED: "danger",
        State.DISCARDED: "neutral",
    }
    ANNOUNCED_STATES = (State.PUBLISHED, State.HELD, State.CLOSED, State.CANCELLED)
    EDITABLE_STATES = (State.DRAFT, State.PUBLISHED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="events", verbose_name=_("amministrazione")
    )
    co_organisers = models.ManyToManyField(
        Administration, blank=True, related_name="+", verbose_name=_("organizzato insieme a")
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.DRAFT)
    kind = models.CharField(_("tipo di incontro"), max_length=12, choices=Kind)
    audience = models.CharField(_("a chi è rivolto"), max_length=10, choices=Audience)
    mode = models.CharField(_("come si partecipa"), max_length=6, choices=Mode)

    title = models.CharField(_("titolo"), max_length=120)
    summary = models.CharField(_("in breve"), max_length=400)
    programme = models.TextField(_("programma"), blank=True)
    starts_at = models.DateTimeField(_("inizio"))
    ends_at = models.DateTimeField(_("fine"))
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Comune")
    )
    address = models.CharField(_("luogo e indirizzo"), max_length=200, blank=True)
    online_url = models.URLField(_("indirizzo del collegamento"), max_length=500, blank=True)
    capacity = models.PositiveIntegerField(_("posti"), null=True, blank=True)
    registration_until = models.DateTimeField(_("iscrizioni fino a"), null=True, blank=True)
    protocol_area = models.CharField(
        _("tema del protocollo"), max_length=20, choices=ProtocolArea.Code, blank=True
    )
    practices = models.ManyToManyField(Practice, blank=True, related_name="events")
    minutes = models.TextField(_("verbale"), blank=True)
    minutes_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancellation_reason = models.TextField(_("motivo dell'annullamento"), blank=True)

    sequence = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    folded_title = models.GeneratedField(
        expression=Fold(F("title")), output_field=models.CharField(max_length=240), db_persist=True
    )
    folded_text = models.GeneratedField(
        expression=Fold(Func(F("title"), Value(" "), F("summary"), template="%(expressions)s", arg_joiner=" || ")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ExchangeEventQuerySet.as_manager()

    # Set by with_taken().
    taken: int

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="event_has_title", violation_error_message=_("Scrivi un titolo.")
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("La fine viene prima dell'inizio: correggi una delle due."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gt=0),
                name="event_capacity_positive",
                violation_error_message=_("I posti sono almeno uno. Lascia vuoto se non c'è un limite."),
            ),
            models.CheckConstraint(
                condition=Q(registration_until=None) | Q(registration_until__lte=F("starts_at")),
                name="event_registration_before_start",
                violation_error_message=_("Le iscrizioni si chiudono al più tardi quando l'incontro comincia."),
            ),
            models.CheckConstraint(
                condition=Q(online_url="") | Q(online_url__startswith="https://"),
                name="event_link_is_https",
                violation_error_message=_("L'indirizzo del collegamento deve cominciare con https://"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"], published_at=None)
                | Q(state__in=["published", "held", "closed", "cancelled"], published_at__isnull=False),
                name="event_announced_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancellation_reason=""), name="event_cancelled_has_reason"
            ),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(minutes=""), name="event_closed_has_minutes"),
        ]
        indexes = [
            models.Index(fields=["state", "audience", "starts_at"], name="event_by_date"),
            models.Index(fields=["state", "ends_at"], name="event_by_end"),
            models.Index(fields=["administration", "state", "-starts_at"], name="event_work_list"),
            GinIndex(OpClass(F("folded_text"), name="gin_trgm_ops"), name="event_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody who may see the event reads."""
        return reverse("events:detail", kwargs={"slug": self.slug})

    @property
    def work_url(self) -> str:
        """The page of who organises it."""
        return reverse("events:work_detail", kwargs={"uuid": self.uuid})

    @property
    def is_announced(self) -> bool:
        return self.state in self.ANNOUNCED_STATES

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE_STATES

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def is_one_day(self) -> bool:
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    @property
    def closes_at(self) -> datetime.datetime:
        """When registrations end: the term that was set, or the start."""
        return self.registration_until or self.starts_at

    @property
    def takes_registrations(self) -> bool:
        return self.state == self.State.PUBLISHED and timezone.now() < self.closes_at

    @property
    def seats_left(self) -> int | None:
        """Free seats, never below zero; None without a limit. Needs with_taken()."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def place(self) -> str:
        """Where it is, in one line; "Online" for what has no place."""
        if self.mode == self.Mode.ONLINE:
            return str(self.Mode.ONLINE.label)
        parts = [self.address, str(self.municipality) if self.municipality else ""]
        where = ", ".join(filter(None, parts))
        return f"{where} · {_('anche online')}" if self.mode == self.Mode.BOTH else where


class EventMaterial(models.Model):
    """A document of an event, before or after it, and its place in the list.

    Personal data: none of its own.
    """

    event = models.ForeignKey(ExchangeEvent, on_delete=models.PROTECT, related_name="materials")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"],
                name="event_material_own_place",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        """The download; `event` must be loaded."""
        return reverse("events:material", kwargs={"slug": self.event.slug, "uuid": self.document.uuid})


def free_event_slug(title: str, *, own: int | None = None) -> str:
    """A free address made of the title; `own` is the event that may keep the one it has."""
    base = slugify(title)[:90].strip("-") or "incontro"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"event-slug:{base}"])
    others = ExchangeEvent.objects.filter(slug__startswith=base).exclude(pk=own or 0)
    taken = set(others.values_list("slug", flat=True)) | RESERVED_SLUGS
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)

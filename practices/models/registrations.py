"""Who takes part in an event, and the secret address of a person's own calendar."""

import uuid
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.calendars import SecretCalendar
from practices.models.events import ExchangeEvent

SIGNER = signing.Signer(salt="event-registration")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Any) -> "RegistrationQuerySet":
        """One's own, and those of the events that one organises: names are personal data."""
        if not user.is_authenticated:
            return self.none()
        organised = user.administrations_with(Capability.EXCHANGE_MANAGE)
        return self.filter(Q(person=user) | Q(event__administration__in=organised))

    def seated(self) -> "RegistrationQuerySet":
        """Those who hold a seat."""
        return self.filter(state__in=Registration.SEATED_STATES)

    def current(self) -> "RegistrationQuerySet":
        """Neither cancelled nor still to be confirmed."""
        return self.filter(state__in=[*Registration.SEATED_STATES, Registration.State.WAITING])

    def waiting(self) -> "RegistrationQuerySet":
        """The waiting list, the first one first."""
        return self.filter(state=Registration.State.WAITING).order_by("place")


class Registration(models.Model):
    """One person's place in one event: somebody with an account, or a name with an address.

    `place` is the order in which people came, given under the lock of the event. Somebody without an account
    first confirms the address (PENDING). Personal data: name, e-mail and organisation of people without an
    account, taken out some months after the event (EVENT_CONTACT_MONTHS); the account of the others.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Da confermare")
        REGISTERED = "registered", _("Con posto")
        WAITING = "waiting", _("In lista d'attesa")
        CANCELLED = "cancelled", _("Annullata")
        ATTENDED = "attended", _("Presente")

    STATE_TONES = {
        State.PENDING: "neutral",
        State.REGISTERED: "success",
        State.WAITING: "warning",
        State.CANCELLED: "danger",
        State.ATTENDED: "info",
    }
    SEATED_STATES = (State.REGISTERED, State.ATTENDED)
    OPEN_STATES = (State.PENDING, State.REGISTERED, State.WAITING)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(ExchangeEvent, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="event_registrations"
    )
    name = models.CharField(_("nome e cognome"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("ente o organizzazione"), max_length=150, blank=True)
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.PENDING)
    place = models.PositiveIntegerField(null=True, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True, help_text="when the privacy notice was accepted")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the last request to confirm was sent")
    reminded_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="", email="", organisation="")
                | Q(person=None, forgotten_at=None) & ~Q(name="") & ~Q(email="")
                | Q(person=None, forgotten_at__isnull=False, name="", email="", organisation=""),
                name="registration_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "cancelled"]) | Q(place__isnull=False),
                name="registration_has_place",
            ),
            models.UniqueConstraint(fields=["event", "place"], name="registration_own_place"),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=~Q(state="cancelled"),
                name="registration_once_per_person",
                violation_error_message=_("La persona è già iscritta."),
            ),
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~Q(state="cancelled") & ~Q(email=""),
                name="registration_once_per_address",
                violation_error_message=_("C'è già un'iscrizione con questo indirizzo."),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "place"], name="registration_by_event"),
            models.Index(fields=["created_at"], condition=Q(state="pending"), name="registration_unconfirmed"),
            models.Index(Lower("email"), "created_at", condition=~Q(email=""), name="registration_by_address"),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """The name to show; a person who was forgotten has none."""
        if self.person is not None:
            return str(self.person)
        return self.name or str(_("Dati cancellati"))

    @property
    def address(self) -> str:
        return self.person.email if self.person is not None else self.email

    @property
    def body(self) -> str:
        """Where the person comes from; for officials their administration (loaded with `person`)."""
        if self.person is not None:
            return str(self.person.administration or "")
        return self.organisation

    @property
    def administration(self) -> Administration:
        """For the history: the organiser's."""
        return self.event.administration

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def token(self) -> str:
        """What proves, in a link of a mail, that the reader owns the address."""
        return SIGNER.sign(self.uuid.hex)

    @property
    def own_url(self) -> str:
        """The page on which the person confirms or cancels: a signed link, or the event for who signs in."""
        if self.person_id:
            return self.event.get_absolute_url()
        return reverse("events:registration", kwargs={"token": self.token})


def registration_key(token: str) -> uuid.UUID | None:
    """The registration that a signed link belongs to; None for a link that was not made here."""
    try:
        return uuid.UUID(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


class CalendarKey(SecretCalendar):
    """The secret address of one official's calendar of events.

    Personal data: the person.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")

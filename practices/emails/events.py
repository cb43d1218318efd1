"""What is told about events, to whom: people with an account on the site and by mail, the others by mail.

Only people who may see the event are named here. Queued in the transaction of the change.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with
from familynet.kernel import emails
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic
from familynet.protocols.permissions import exchange_partners
from practices.models import ExchangeEvent, Registration

TEMPLATES = ("event_confirm", "event_notice")
Text = Callable[[], str]


def when(event: ExchangeEvent) -> str:
    """ "giovedì 3 dicembre 2026, dalle 10:00 alle 12:30", in the language in force."""
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    parts = {"day": event.first_day, "last": event.last_day, "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    if event.is_one_day:
        return _("%(day)s, dalle %(start)s alle %(end)s") % parts
    return _("da %(day)s, ore %(start)s, a %(last)s, ore %(end)s") % parts


def planners(administrations: Iterable[int]) -> list[User]:
    """Active people who keep the exchange for one of these administrations."""
    held = RoleAssignment.objects.in_force().filter(
        administration__in=list(administrations), role__in=roles_with(Capability.EXCHANGE_MANAGE)
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))


def event_published(event: ExchangeEvent, *, by: User) -> None:
    """To who keeps the exchange on the other side, and in the administrations that organise it together."""
    others = {*exchange_partners(event.administration_id), *event.co_organisers.values_list("pk", flat=True)}
    notify(
        planners(others),
        topic=Topic.EVENTS,
        subject=lambda: _("Nuovo incontro: %(title)s") % {"title": event.title},
        text=lambda: f"{when(event)}. {event.summary}",
        reason=lambda: _("Curi gli scambi con %(name)s.") % {"name": event.administration.name},
        path=event.get_absolute_url(),
        about=event,
        by=by,
    )


def event_moved(event: ExchangeEvent, *, by: User) -> None:
    _tell_all(
        event,
        subject=lambda: _("Data o luogo cambiati: %(title)s") % {"title": event.title},
        text=lambda: (
            _("L'incontro si svolge ora %(when)s. Luogo: %(place)s.") % {"when": when(event), "place": event.place}
        ),
        by=by,
    )


def event_cancelled(event: ExchangeEvent, *, by: User) -> None:
    _tell_all(
        event,
        subject=lambda: _("Incontro annullato: %(title)s") % {"title": event.title},
        text=lambda: (
            _("L'incontro previsto %(when)s è annullato. Motivo: %(reason)s")
            % {"when": when(event), "reason": event.cancellation_reason}
        ),
        by=by,
    )


def minutes_published(event: ExchangeEvent, *, by: User) -> None:
    _tell_all(
        event,
        subject=lambda: _("Verbale pubblicato: %(title)s") % {"title": event.title},
        text=lambda: _("Nella pagina dell'incontro trovi il verbale e i materiali."),
        by=by,
    )


def registration_answered(registration: Registration, *, added_by: User | None = None) -> None:
    """A seat, or a place in the waiting list: when, where, how to leave."""
    event = registration.event
    seated = registration.state in Registration.SEATED_STATES
    place = registration.event.registrations.waiting().filter(place__lte=registration.place or 0).count()

    def subject() -> str:
        kind = _("Sei iscritto: %(title)s") if seated else _("Sei in lista d'attesa: %(title)s")
        return kind % {"title": event.title}

    def text() -> str:
        if seated:
            return _("Hai un posto. L'incontro si svolge %(when)s. Luogo: %(place)s.") % {
                "when": when(event),
                "place": event.place,
            }
        return _(
            "Posti finiti: sei al numero %(place)s della lista d'attesa. Se si libera un posto ti scriviamo."
        ) % {"place": place}

    _tell([registration], subject=subject, text=text, by=added_by)


def seat_given(registration: Registration) -> None:
    event = registration.event
    _tell(
        [registration],
        subject=lambda: _("Si è liberato un posto: %(title)s") % {"title": event.title},
        text=lambda: (
            _("Ora hai un posto. L'incontro si svolge %(when)s. Se non puoi venire annulla l'iscrizione.")
            % {"when": when(event)}
        ),
    )


def registration_cancelled_by_organiser(registration: Registration, *, by: User) -> None:
    event = registration.event
    _tell(
        [registration],
        subject=lambda: _("Iscrizione annullata: %(title)s") % {"title": event.title},
        text=lambda: _("Chi organizza l'incontro ha annullato la tua iscrizione."),
        by=by,
    )


def event_tomorrow(registration: Registration) -> None:
    """The reminder; with the address of the online room, which only who has a seat gets."""
    event = registration.event

    def text() -> str:
        sentence = _("L'incontro si svolge %(when)s. Luogo: %(place)s.")
        told = sentence % {"when": when(event), "place": event.place}
        return f"{told} {_('Collegamento:')} {event.online_url}" if event.online_url else told

    _tell(
        [registration],
        subject=lambda: _("Promemoria: %(title)s") % {"title": event.title},
        text=text,
    )


def confirmation_asked(registration: Registration) -> None:
    """The mail with the signed link, to an address that nobody has proved yet: only what the event says itself."""
    _mail("event_confirm", registration, subject="", text="")


def _tell_all(event: ExchangeEvent, *, subject: Text, text: Text, by: User) -> None:
    people = Registration.objects.current().filter(event=event)
    _tell(people.select_related("person", "event__administration"), subject=subject, text=text, by=by)


def _tell(registrations: Iterable[Registration], *, subject: Text, text: Text, by: User | None = None) -> None:
    """People with an account by a notification, the others by mail; nobody hears of what they did themselves."""
    people: list[User] = []
    event: ExchangeEvent | None = None
    for registration in registrations:
        event = registration.event
        if registration.person is not None:
            people.append(registration.person)
        elif registration.email:
            with translation.override(settings.LANGUAGE_CODE):
                _mail("event_notice", registration, subject=subject(), text=text())
    if people and event is not None:
        notify(
            _who_may_see(event, people),
            topic=Topic.EVENTS,
            subject=subject,
            text=text,
            reason=lambda: _("Sei iscritto a questo incontro."),
            path=event.get_absolute_url(),
            about=event,
            by=by,
        )


def _who_may_see(event: ExchangeEvent, people: list[User]) -> list[User]:
    """An event for officials is not told to who has left office since."""
    if event.audience == ExchangeEvent.Audience.PUBLIC:
        return people
    officials = set(RoleAssignment.objects.in_force().filter(user__in=people).values_list("user", flat=True))
    return [person for person in people if person.pk in officials]


def _mail(template: str, registration: Registration, *, subject: str, text: str) -> None:
    event = registration.event
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "registration": registration,
            "event": event,
            "when": when(event),
            "subject": subject,
            "text": text,
            "url": settings.SITE_URL + registration.own_url,
            "event_url": settings.SITE_URL + event.get_absolute_url(),
            "ics_url": settings.SITE_URL + reverse("events:ics", kwargs={"slug": event.slug}),
        }
    emails.send(template, registration.email, context)

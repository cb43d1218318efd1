"""Take part in an event: ask, confirm, wait, leave; and what the organiser does with the list.

Seats are given under the lock of the event's row, so that the last one goes to one person only.
"""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.dates import add_months
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from practices.emails import events as emails
from practices.models import ExchangeEvent, Registration
from practices.permissions.events import can_manage_event, can_take_part
from practices.workflow.events import REGISTRATION_WORKFLOW

# A request to confirm is not sent again to the same address before this, and not more often than that in a day.
ASK_AGAIN = datetime.timedelta(minutes=10)
MOST_MAILS = 5
# Who has a place and asks once more is told so at most this often.
TELL_AGAIN = datetime.timedelta(days=1)
CONFIRM_WITHIN = datetime.timedelta(days=3)
R = Registration.State


@transaction.atomic
def join_event(event: ExchangeEvent, *, by: User) -> Registration:
    """Register oneself: a seat, or a place in the waiting list when all are taken. Twice is once."""
    if not can_take_part(by, event):
        raise PermissionDenied("join event")
    current = open_event(event)
    own = current.registrations.exclude(state=R.CANCELLED).filter(person=by).first()
    if own is not None:
        return own
    registration = Registration.objects.create(
        event=current, person=by, state=next_state(current), place=next_place(current)
    )
    _record_new(registration, by)
    emails.registration_answered(registration)
    return registration


@transaction.atomic
def ask_to_join(event: ExchangeEvent, *, name: str, email: str, organisation: str = "") -> None:
    """Somebody without an account asks for a place: the address gets a mail with a link to confirm.

    Says nothing about whether the address is known. The caller has taken the consent to the privacy notice.
    """
    if event.audience != ExchangeEvent.Audience.PUBLIC:
        raise PermissionDenied("ask to join")
    current, now = open_event(event), timezone.now()
    known = of_address(current, email).first()
    if known is not None and known.state != R.PENDING:
        if not known.asked_at or known.asked_at < now - TELL_AGAIN:
            Registration.objects.filter(pk=known.pk).update(asked_at=now)
            emails.registration_answered(known)
        return
    if known is not None and known.asked_at and known.asked_at > now - ASK_AGAIN:
        return
    if mails_to(email) >= MOST_MAILS:
        return
    values = {"name": name.strip(), "organisation": organisation.strip(), "consent_at": now, "asked_at": now}
    if known is None:
        known = Registration.objects.create(event=current, email=email.strip().lower(), **values)
        record(known, "ask", label=lambda: _("Iscrizione chiesta, da confermare"), by=None)
    else:
        Registration.objects.filter(pk=known.pk).update(**values)
    emails.confirmation_asked(known)


def of_address(event: ExchangeEvent, email: str) -> QuerySet[Registration]:
    """The open registrations of an address, also of the account that has it."""
    typed = email.strip()
    mine = Q(email__iexact=typed) | Q(person__email__iexact=typed)
    return event.registrations.exclude(state=R.CANCELLED).filter(mine).select_related("person", "event")


def mails_to(email: str) -> int:
    """Mails about events to this address in the last day, for all events: strangers must not fill a mailbox.

    Mails are counted, not requests: who asks again for the same event makes a mail, but no new row.
    """
    since = timezone.now() - datetime.timedelta(days=1)
    recent = OutgoingEmail.objects.filter(state__in=OutgoingEmail.State.values, created_at__gt=since)  # by index
    return recent.filter(to__iexact=email.strip(), template__in=emails.TEMPLATES).count()


@transaction.atomic
def confirm_registration(registration: Registration) -> Registration:
    """The owner of the address confirms: a seat or the waiting list. Confirming again changes nothing."""
    current = open_event(registration.event)
    mine = Registration.objects.select_related("event__administration").get(pk=registration.pk)
    if mine.state in (*Registration.SEATED_STATES, R.WAITING):
        return mine
    step = "seat" if next_state(current) == R.REGISTERED else "queue"
    advance(REGISTRATION_WORKFLOW, mine, step, by=None, fields={"place": next_place(current)})
    emails.registration_answered(mine)
    return mine


@transaction.atomic
def cancel_registration(registration: Registration, *, by: User | None) -> HistoryEntry:
    """Give the place back; the first of the waiting list gets it and is told.

    `by` is the person or the organiser; None when the signed link of the mail was followed.
    """
    event = lock(registration.event)
    if event.is_over and not can_manage_event(by, event):
        raise ValidationError(_("L'incontro si è già svolto: l'iscrizione non si può più annullare."))
    mine = Registration.objects.select_related("event__administration", "person").get(pk=registration.pk)
    entry = advance(REGISTRATION_WORKFLOW, mine, "cancel", by=by)
    if by is not None and by.pk != mine.person_id:
        emails.registration_cancelled_by_organiser(mine, by=by)
    fill_seats(event)
    return entry


@transaction.atomic
def add_participant(
    event: ExchangeEvent, *, name: str, email: str, by: User, organisation: str = ""
) -> Registration:
    """The organiser registers somebody who asked by other means; also after the event, who came unannounced."""
    current = lock(event)
    if not can_manage_event(by, current):
        raise PermissionDenied("add participant")
    if current.state not in (ExchangeEvent.State.PUBLISHED, ExchangeEvent.State.HELD):
        raise TransitionConflict(current)
    if of_address(current, email).exists():
        raise ValidationError({"email": _("Questo indirizzo è già iscritto.")})
    account = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    who: dict[str, Any] = {"person": account}
    if account is None:
        who = {"name": name.strip(), "email": email.strip().lower(), "organisation": organisation.strip()}
    came = current.state == ExchangeEvent.State.HELD
    registration = Registration.objects.create(
        event=current, state=R.ATTENDED if came else next_state(current), place=next_place(current), **who
    )
    _record_new(registration, by)
    if not came:
        emails.registration_answered(registration, added_by=by)
    return registration


@transaction.atomic
def mark_attendance(registration: Registration, *, present: bool, by: User) -> HistoryEntry:
    """Say that somebody came, or take it back; from the start of the event on."""
    if registration.event.starts_at > timezone.now():
        raise ValidationError(_("Le presenze si segnano da quando l'incontro comincia."))
    return advance(REGISTRATION_WORKFLOW, registration, "attend" if present else "unattend", by=by)


# --- Seats -----------------------------------------------------------------------------------


def lock(event: ExchangeEvent) -> ExchangeEvent:
    """The row of the event, held until the end of the transaction: seats are counted behind it."""
    rows = ExchangeEvent.objects.select_for_update(of=("self",)).select_related("administration")
    return rows.get(pk=event.pk)


def open_event(event: ExchangeEvent) -> ExchangeEvent:
    """The locked event, if it still takes registrations; ValidationError otherwise."""
    current = lock(event)
    if not current.takes_registrations:
        raise ValidationError(_("Le iscrizioni a questo incontro sono chiuse."), code="closed")
    return current


def next_state(event: ExchangeEvent) -> str:
    """A seat while there is one and nobody waits for it. The event is locked."""
    if event.capacity is None:
        return R.REGISTERED
    free = event.registrations.seated().count() < event.capacity
    return R.REGISTERED if free and not event.registrations.waiting().exists() else R.WAITING


def next_place(event: ExchangeEvent) -> int:
    return (event.registrations.aggregate(last=Max("place"))["last"] or 0) + 1


def fill_seats(event: ExchangeEvent) -> int:
    """Give free seats to those who wait, in their order, and tell them; how many. The event is locked."""
    if event.state != ExchangeEvent.State.PUBLISHED or event.is_over:
        return 0
    waiting = event.registrations.waiting().select_related("person", "event__administration")
    if event.capacity is not None:
        waiting = waiting[: max(event.capacity - event.registrations.seated().count(), 0)]
    promoted = list(waiting)
    for registration in promoted:
        advance(REGISTRATION_WORKFLOW, registration, "promote", by=None)
        emails.seat_given(registration)
    return len(promoted)


def waiting_position(registration: Registration) -> int:
    """1 for the first of the waiting list."""
    ahead = registration.event.registrations.waiting().filter(place__lt=registration.place or 0)
    return ahead.count() + 1


def _record_new(registration: Registration, by: User | None) -> None:
    waiting = registration.state == R.WAITING
    record(
        registration,
        "join",
        label=lambda: _("In lista d'attesa") if waiting else _("Iscritto"),
        by=by,
        to_state=registration.state,
    )


# --- What time brings ------------------------------------------------------------------------


@transaction.atomic
def remind(registration: Registration) -> bool:
    """The reminder of the day before, once: False when it was sent already."""
    due = Registration.objects.filter(pk=registration.pk, reminded_at=None, state=R.REGISTERED)
    if not due.update(reminded_at=timezone.now()):
        return False
    emails.event_tomorrow(registration)
    return True


@transaction.atomic
def drop_unconfirmed(registration: Registration) -> None:
    """Nobody confirmed: the request ends, and what it held about a person goes."""
    try:
        advance(REGISTRATION_WORKFLOW, registration, "cancel", by=None)
    except TransitionConflict:  # confirmed in the last moment
        return
    forget(Registration.objects.filter(pk=registration.pk))


def contacts_kept_until(event: ExchangeEvent) -> datetime.date:
    """The day on which names and addresses of people without an account go."""
    return add_months(timezone.localdate(event.ends_at), settings.EVENT_CONTACT_MONTHS)


def forget(registrations: QuerySet[Registration]) -> int:
    """Take name, address and organisation out of registrations without an account, and out of their mail."""
    addresses = [email for email in registrations.values_list("email", flat=True) if email]
    mails = OutgoingEmail.objects.filter(to__in=addresses, template__in=emails.TEMPLATES)
    mails.exclude(state=OutgoingEmail.State.QUEUED).update(to="", text="", html="")
    nobody = {"name": "", "email": "", "organisation": ""}
    return registrations.filter(person=None, forgotten_at=None).update(**nobody, forgotten_at=timezone.now())

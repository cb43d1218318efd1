"""Seats, waiting list, confirmation, leaving; eight people at once for the last seat."""

import datetime
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.notifications.models import Notification
from practices.actions import registrations as actions
from practices.models import Registration, registration_key
from practices.tasks import events as jobs
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, RegistrationFactory, in_days
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db
at_once = pytest.mark.django_db(transaction=True)
R = Registration.State


@pytest.fixture
def editor(official, piemonte):
    return official(Role.PRACTICE_EDITOR, piemonte)


def states(event):
    return list(event.registrations.order_by("place").values_list("state", flat=True))


def ask(event, email="anna@example.org", name="Anna"):
    actions.ask_to_join(event, name=name, email=email, organisation="Comune")
    return event.registrations.filter(email=email.lower()).first()


@at_once
def test_eight_people_for_the_last_two_seats():
    event = EventFactory(capacity=3)
    RegistrationFactory(event=event, place=1)
    people = UserFactory.create_batch(8)
    together(*[lambda person=person: actions.join_event(event, by=person) for person in people])
    rows = list(event.registrations.order_by("place"))
    assert [row.place for row in rows] == list(range(1, 10))
    assert [row.state for row in rows] == ["registered"] * 3 + ["waiting"] * 6


@at_once
def test_one_person_eight_times_at_once_has_one_place():
    event, person = EventFactory(capacity=1), UserFactory()
    together(*[lambda: actions.join_event(event, by=person)] * 8)
    assert states(event) == ["registered"]


@at_once
def test_two_who_leave_at_once_give_two_seats_to_the_first_two():
    event = EventFactory(capacity=2)
    leaving = [RegistrationFactory(event=event) for _ in range(2)]
    waiting = [RegistrationFactory(event=event, waiting=True) for _ in range(3)]
    together(*[lambda one=one: actions.cancel_registration(one, by=None) for one in leaving])
    assert Counter(states(event)) == {"cancelled": 2, "registered": 2, "waiting": 1}
    waiting[2].refresh_from_db()
    assert waiting[2].state == R.WAITING


def test_full_event_gives_a_place_in_the_waiting_list_and_says_which():
    event = EventFactory(capacity=1)
    people = UserFactory.create_batch(3)
    rows = [actions.join_event(event, by=person) for person in people]
    assert [row.state for row in rows] == ["registered", "waiting", "waiting"]
    assert [actions.waiting_position(row) for row in rows[1:]] == [1, 2]
    assert "al numero 2" in Notification.objects.get(recipient=people[2]).text


def test_leaving_promotes_the_first_who_waits_and_tells_them():
    event = EventFactory(capacity=1)
    first = RegistrationFactory(event=event, account=True)
    second = RegistrationFactory(event=event, account=True, waiting=True)
    third = RegistrationFactory(event=event, account=True, waiting=True)
    actions.cancel_registration(first, by=first.person)
    assert states(event) == ["cancelled", "registered", "waiting"]
    told = Notification.objects.get()
    assert (told.recipient, told.subject) == (second.person, f"Si è liberato un posto: {event.title}")
    assert actions.waiting_position(third) == 1


def test_leaving_the_waiting_list_gives_nobody_a_seat():
    event = EventFactory(capacity=1)
    RegistrationFactory(event=event)
    waiting = [RegistrationFactory(event=event, waiting=True) for _ in range(2)]
    actions.cancel_registration(waiting[0], by=None)
    assert states(event) == ["registered", "cancelled", "waiting"]


def test_without_account_the_address_confirms_first():
    event = EventFactory(capacity=1)
    asked = ask(event, "Anna@Example.org")
    assert (asked.state, asked.place, asked.email) == (R.PENDING, None, "anna@example.org")
    mail = OutgoingEmail.objects.get()
    assert (mail.template, mail.to) == ("event_confirm", "anna@example.org")
    assert asked.token in mail.text
    other = actions.join_event(event, by=UserFactory())  # the pending one holds no seat
    confirmed = actions.confirm_registration(asked)
    assert (other.state, confirmed.state) == ("registered", "waiting")
    assert actions.confirm_registration(confirmed).place == confirmed.place


def test_signed_link_cannot_be_made_up():
    one = RegistrationFactory()
    assert registration_key(one.token) == one.uuid
    forged = one.token.replace(one.uuid.hex, RegistrationFactory().uuid.hex)
    assert [registration_key(text) for text in (forged, one.uuid.hex, "", "a:b", "x" * 5000)] == [None] * 5


def test_asking_again_soon_sends_no_second_mail_and_later_does():
    event = EventFactory()
    ask(event)
    asked = ask(event)
    assert OutgoingEmail.objects.count() == 1
    Registration.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - datetime.timedelta(minutes=11))
    ask(event, name="Anna Bianchi")
    asked.refresh_from_db()
    assert (OutgoingEmail.objects.count(), asked.name, Registration.objects.count()) == (2, "Anna Bianchi", 1)


def test_strangers_cannot_fill_a_mailbox():
    for _ in range(8):
        ask(EventFactory())
    assert OutgoingEmail.objects.count() == actions.MOST_MAILS


def test_known_address_is_not_registered_twice_and_is_told_by_mail_only():
    event, person = EventFactory(), UserFactory(email="anna@example.org")
    actions.join_event(event, by=person)
    Notification.objects.all().delete()
    ask(event, "ANNA@example.org")
    ask(event, "ANNA@example.org")
    assert event.registrations.count() == 1
    assert Notification.objects.count() == 1


@pytest.mark.parametrize(
    "closed",
    [
        {"draft": True},
        {"cancelled": True},
        {"held": True},
        {"past": True},
        {"registration_until": in_days(-1)},
    ],
)
def test_closed_event_takes_nobody(closed):
    event = EventFactory(**closed)
    with pytest.raises((ValidationError, PermissionDenied)):
        actions.join_event(event, by=UserFactory())
    with pytest.raises(ValidationError) as refused:
        ask(event)
    assert refused.value.messages == ["Le iscrizioni a questo incontro sono chiuse."]
    assert not Registration.objects.exists()


def test_event_for_officials_takes_officials_only(official, trento):
    event = EventFactory(officials=True)
    with pytest.raises(PermissionDenied):
        actions.join_event(event, by=UserFactory())
    with pytest.raises(PermissionDenied):
        ask(event)
    assert actions.join_event(event, by=official(Role.AUDITOR, trento)).state == R.REGISTERED


def test_organiser_adds_cancels_marks(editor, official, trento):
    event = EventFactory(capacity=1)
    added = actions.add_participant(event, name="Bruno", email="bruno@example.org", by=editor)
    account = UserFactory(email="carla@example.org")
    second = actions.add_participant(event, name="Carla", email="carla@example.org", by=editor)
    assert (added.state, second.state, second.person, second.name) == ("registered", "waiting", account, "")
    with pytest.raises(ValidationError):
        actions.add_participant(event, name="Bruno", email="BRUNO@example.org", by=editor)
    with pytest.raises(ValidationError):
        actions.mark_attendance(added, present=True, by=editor)
    actions.cancel_registration(added, by=editor)
    assert "annullato" in OutgoingEmail.objects.filter(to="bruno@example.org").latest("pk").text
    stranger = official(Role.PRACTICE_EDITOR, trento)
    for attempt in (
        lambda: actions.add_participant(event, name="D", email="d@example.org", by=stranger),
        lambda: actions.cancel_registration(second, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_who_came_unannounced_is_present_at_once(editor):
    event = EventFactory(held=True, capacity=1)
    RegistrationFactory(event=event)
    came = actions.add_participant(event, name="Bruno", email="bruno@example.org", by=editor)
    assert (came.state, OutgoingEmail.objects.count()) == (R.ATTENDED, 0)
    entry = actions.mark_attendance(came, present=False, by=editor)
    assert (came.state, entry.label) == (R.REGISTERED, "Presenza tolta")


def test_own_registration_is_not_cancelled_after_the_event():
    one = RegistrationFactory(event=EventFactory(held=True), account=True)
    with pytest.raises(ValidationError):
        actions.cancel_registration(one, by=one.person)


def test_history_of_a_registration_holds_no_name():
    asked = ask(EventFactory())
    actions.confirm_registration(asked)
    text = str(list(HistoryEntry.objects.of(asked).values()))
    assert "Anna" not in text
    assert "anna@" not in text
    assert HistoryEntry.objects.of(asked).count() == 2


# --- Jobs ------------------------------------------------------------------------------------


def tomorrow(hour=10):
    day = timezone.localdate() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def test_reminder_goes_once_to_those_with_a_seat(settings):
    start = tomorrow()
    event = EventFactory(
        starts_at=start,
        ends_at=start + datetime.timedelta(hours=2),
        mode="online",
        online_url="https://stanza.example/a",
    )
    guest = RegistrationFactory(event=event)
    official = RegistrationFactory(event=event, account=True)
    for other in ({"waiting": True}, {"pending": True}, {"state": "cancelled"}):
        RegistrationFactory(event=event, **other)
    RegistrationFactory(event=EventFactory())  # in three weeks
    off = {"starts_at": start, "ends_at": start + datetime.timedelta(hours=2), "cancelled": True}
    RegistrationFactory(event=EventFactory(**off))
    for _ in range(2):
        jobs.remind_of_tomorrow(timestamp=0)
    mail = OutgoingEmail.objects.exclude(template="notification").get()
    assert mail.to == guest.email
    assert "https://stanza.example/a" in mail.text
    assert f"/eventi/{event.slug}/evento.ics" in mail.text
    assert Notification.objects.get().recipient == official.person


@at_once
def test_reminder_job_run_twice_at_once_sends_one():
    start = tomorrow()
    RegistrationFactory(event=EventFactory(starts_at=start, ends_at=start + datetime.timedelta(hours=1)))
    together(*[lambda: jobs.remind_of_tomorrow(timestamp=0)] * 2)
    assert OutgoingEmail.objects.count() == 1


def test_what_is_over_is_held_by_itself_and_only_once():
    over, coming = EventFactory(past=True), EventFactory()
    cancelled = EventFactory(past=True, cancelled=True)
    for _ in range(2):
        jobs.hold_what_is_over(timestamp=0)
    for event in (over, coming, cancelled):
        event.refresh_from_db()
    assert (over.state, coming.state, cancelled.state) == ("held", "published", "cancelled")
    entry = HistoryEntry.objects.of(over).get()
    assert (entry.actor, entry.verb) == (None, "hold")


def test_names_go_after_the_months_with_their_mail(settings):
    settings.EVENT_CONTACT_MONTHS = 6
    old = EventFactory(starts_at=in_days(-220), ends_at=in_days(-220, 2), state="held")
    guest, account = RegistrationFactory(event=old), RegistrationFactory(event=old, account=True)
    recent = RegistrationFactory(event=EventFactory(held=True))
    actions.emails.seat_given(guest)
    OutgoingEmail.objects.update(state="sent", sent_at=timezone.now())
    for _ in range(2):
        jobs.forget_participants(timestamp=0)
    for one in (guest, account, recent):
        one.refresh_from_db()
    assert (guest.name, guest.email, guest.organisation, guest.who) == ("", "", "", "Dati cancellati")
    assert guest.forgotten_at
    assert recent.email
    assert account.person
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.text, mail.html) == ("", "", "")


def test_request_that_nobody_confirms_is_dropped_and_forgotten():
    asked, fresh = ask(EventFactory()), ask(EventFactory(), "nuova@example.org")
    Registration.objects.filter(pk=asked.pk).update(created_at=timezone.now() - datetime.timedelta(days=4))
    jobs.forget_participants(timestamp=0)
    asked.refresh_from_db()
    fresh.refresh_from_db()
    assert (asked.state, asked.email, fresh.state, fresh.email) == (
        "cancelled",
        "",
        "pending",
        "nuova@example.org",
    )

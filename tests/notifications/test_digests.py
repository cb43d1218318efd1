"""Digests: one message a day or a week for each person, once, with what the person may still see."""

import datetime
import re
from collections import Counter
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from familynet.accounts.models import User
from familynet.kernel.emails import OutgoingEmail
from familynet.notifications import actions, tasks
from familynet.notifications.actions import Addressee, due_before, notify_each, send_digests
from familynet.notifications.models import Frequency, Notification, Topic, TopicChoice
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.practices import PracticeFactory
from tests.kernel.conftest import empty_queue, inbox  # noqa: F401
from tests.kernel.threads import together
from tests.kernel.workers import work_once

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
DAILY, WEEKLY = Frequency.DAILY, Frequency.WEEKLY


def rome(day, hour, minute=0, month=3, year=2026):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=ROME)


def waiting(at, **fields):
    with time_machine.travel(at, tick=False):
        return NotificationFactory(**{"mail_due": DAILY, **fields})


def mails():
    return Counter(OutgoingEmail.objects.values_list("to", flat=True))


# --- When ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (rome(10, 6, 30), rome(10, 6, 30)),
        (rome(10, 6, 29), rome(9, 6, 30)),
        (rome(10, 23, 59), rome(10, 6, 30)),
        # The night in which summer time begins (29 March 2026) and the one in which it ends (25 October).
        (rome(29, 6, 31), rome(29, 6, 30)),
        (rome(29, 1, 30), rome(28, 6, 30)),
        (rome(25, 6, 31, month=10), rome(25, 6, 30, month=10)),
        (rome(25, 2, 30, month=10), rome(24, 6, 30, month=10)),
    ],
)
def test_daily_digest_is_due_at_half_past_six_in_rome(now, due):
    assert due_before(DAILY, now.astimezone(datetime.UTC)) == due


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (rome(30, 6, 40), rome(30, 6, 40)),
        (rome(30, 6, 39), rome(23, 6, 40)),
        (rome(29, 12), rome(23, 6, 40)),
        (rome(5, 12, month=4), rome(30, 6, 40)),
    ],
)
def test_weekly_digest_is_due_on_monday(now, due):
    assert due_before(WEEKLY, now.astimezone(datetime.UTC)) == due


def test_hours_in_utc_change_with_summer_time():
    assert due_before(DAILY, rome(28, 12)).astimezone(datetime.UTC).hour == 5
    assert due_before(DAILY, rome(29, 12)).astimezone(datetime.UTC).hour == 4


def test_one_mail_a_day_over_the_change_of_the_hour_and_a_missed_one_is_made_up_for():
    person = UserFactory()
    with time_machine.travel(rome(28, 0), tick=False) as clock:
        for hours in range(1, 3 * 24):
            clock.shift(datetime.timedelta(hours=1))
            NotificationFactory(recipient=person, mail_due=DAILY)
            if hours % 24 != 7:  # nobody works at half past six; the next run does it
                clock.shift(datetime.timedelta(minutes=30))
                tasks.daily_digests(int(timezone.now().timestamp()))
                clock.shift(datetime.timedelta(minutes=-30))
    assert mails() == {person.email: 3}


# --- What ------------------------------------------------------------------------------------


def test_digest_groups_by_topic_with_reasons_and_links_to_stop():
    person = UserFactory(full_name="Anna Lettrice")
    waiting(rome(9, 10), recipient=person, topic=Topic.TALK, subject="Una risposta", reason="Hai chiesto.")
    waiting(rome(9, 11), recipient=person, topic=Topic.FOLLOWED, subject="Nuova pratica", stop="follow:7")
    late = waiting(rome(10, 7), recipient=person)
    other = waiting(rome(9, 10), mail_due=WEEKLY)

    assert send_digests(DAILY, rome(10, 6, 30)) == 1

    [email] = OutgoingEmail.objects.all()
    assert (email.to, email.subject) == (person.email, "2 novità per te")
    assert email.text.index("== Domande, risposte e menzioni ==") < email.text.index("== Ciò che seguo ==")
    assert "Perché lo ricevi: Hai chiesto." in email.text
    assert email.text.count("/notifiche/ferma/") == 4
    assert "Non seguire più" in email.text
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for left in (late, other):
        left.refresh_from_db()
        assert left.mailed_at is None


def test_second_run_sends_nothing_and_nothing_is_sent_when_nothing_waits():
    person = UserFactory()
    waiting(rome(9, 10), recipient=person)
    waiting(rome(9, 10), mail_due=Frequency.NEVER)
    waiting(rome(9, 10), recipient=UserFactory(is_active=False))
    assert [send_digests(DAILY, rome(10, 7)) for _ in range(3)] == [1, 0, 0]
    assert mails() == {person.email: 1}


def test_digest_is_silent_about_what_the_person_may_no_longer_see(official, piemonte):
    person = official("practice_editor", piemonte)
    secret = PracticeFactory(submitted=True, title="Segreta")
    with time_machine.travel(rome(9, 10), tick=False), transaction.atomic():
        TopicChoice.objects.create(user=person, topic=Topic.WORK, frequency=DAILY)
        for practice in (secret, PracticeFactory(published=True, title="Aperta")):
            notify_each(
                [Addressee(person, "Scrivi.")],
                topic=Topic.WORK,
                subject=practice.title,
                path="/",
                about=practice,
            )
    person.role_assignments.update(valid_to=timezone.now(), valid_from=rome(1, 0))

    send_digests(DAILY, rome(10, 7))

    [email] = OutgoingEmail.objects.all()
    assert "Aperta" in email.text
    assert "Segreta" not in email.text + email.html
    assert Notification.objects.get(subject="Segreta").mail_due == Frequency.NEVER
    leaver = User.objects.get(pk=person.pk)
    assert [note.subject for note in Notification.objects.visible_to(leaver)] == ["Aperta"]
    assert actions.put_away_hidden(leaver) == 1
    assert Notification.objects.of(leaver).unread().count() == 1


def test_nobody_hears_anything_when_all_of_it_is_hidden(official, piemonte):
    person = official("practice_editor", piemonte)
    with time_machine.travel(rome(9, 10), tick=False), transaction.atomic():
        TopicChoice.objects.create(user=person, topic=Topic.WORK, frequency=DAILY)
        about = PracticeFactory(submitted=True)
        notify_each([Addressee(person, "Scrivi.")], topic=Topic.WORK, subject="X", path="/", about=about)
    person.role_assignments.update(valid_to=timezone.now(), valid_from=rome(1, 0))
    assert (send_digests(DAILY, rome(10, 7)), mails()) == (0, {})


def test_long_digest_says_how_many_more_and_takes_them_all():
    person = UserFactory()
    for _ in range(63):
        waiting(rome(9, 10), recipient=person)
    send_digests(DAILY, rome(10, 7))
    assert "Ci sono altre 3 notifiche sul sito." in OutgoingEmail.objects.get().text
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_fault_with_one_person_keeps_nobody_else_waiting(monkeypatch):
    people = UserFactory.create_batch(3)
    for person in people:
        waiting(rome(9, 10), recipient=person)
    real = actions.digests.emails.send_digest

    def faulty(person, *args):
        if person.pk == people[0].pk:
            raise ValueError("broken")
        real(person, *args)

    monkeypatch.setattr("familynet.notifications.actions.digests.emails.send_digest", faulty)
    with pytest.raises(ValueError, match="broken"):
        send_digests(DAILY, rome(10, 7))
    assert mails() == {people[1].email: 1, people[2].email: 1}
    assert Notification.objects.get(recipient=people[0]).mailed_at is None


def test_number_of_queries_does_not_depend_on_what_waits(django_assert_num_queries):
    ContentType.objects.get_for_model(User)  # known to the process from now on
    for rows in (1, 30):
        person = UserFactory()
        for _ in range(rows):
            waiting(rome(9, 10), recipient=person)
        with django_assert_num_queries(12):
            actions.send_digest(person.pk, DAILY, rome(10, 7))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail():
    person = UserFactory()
    for _ in range(5):
        waiting(rome(9, 10), recipient=person)
    together(*[lambda: send_digests(DAILY, rome(10, 7)) for _ in range(4)])
    assert mails() == {person.email: 1}


@pytest.mark.usefixtures("empty_queue")
def test_digest_reaches_a_mail_server(inbox):  # noqa: F811
    person = UserFactory(email="anna@example.org")
    waiting(rome(9, 10), recipient=person, subject="Città e però")
    send_digests(DAILY, rome(10, 7))
    work_once(TEST_SMTP_PORT=inbox.port)
    [envelope] = inbox.messages
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["anna@example.org"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(
        r"<http://127\.0\.0\.1:8000/notifiche/ferma/[\w:-]+/>", message["List-Unsubscribe"].strip()
    )
    assert "Città e però" in message.get_body(["plain"]).get_content()


# --- Choices ---------------------------------------------------------------------------------


def test_changed_choice_holds_for_what_waits():
    person = UserFactory()
    note = waiting(rome(9, 10), recipient=person, topic=Topic.FOLLOWED)
    actions.choose_frequencies({Topic.FOLLOWED: WEEKLY}, by=person)
    note.refresh_from_db()
    assert note.mail_due == WEEKLY
    actions.choose_frequencies({Topic.FOLLOWED: Frequency.NEVER}, by=person)
    note.refresh_from_db()
    assert (note.mail_due, mails()) == (Frequency.NEVER, {})


def test_what_waited_and_is_wanted_at_once_goes_in_one_message():
    person = UserFactory()
    for _ in range(3):
        waiting(rome(9, 10), recipient=person, topic=Topic.FOLLOWED)
    actions.choose_frequencies({Topic.FOLLOWED: Frequency.AT_ONCE}, by=person)
    assert mails() == {person.email: 1}
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_what_is_two_years_old_is_forgotten():
    waiting(timezone.now() - datetime.timedelta(days=731))
    kept = waiting(timezone.now() - datetime.timedelta(days=729))
    tasks.tidy_notifications(0)
    assert list(Notification.objects.all()) == [kept]

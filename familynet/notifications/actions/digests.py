"""Digests: one message a day or a week with what waits, for each person apart."""

import datetime
import logging
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from familynet.accounts.models import User
from familynet.notifications import emails
from familynet.notifications.models import Frequency, Notification, NotificationQuerySet

log = logging.getLogger(__name__)
# In the time of the site (Europe/Rome), whatever the clock of the server says, before and after summer time.
DAILY_AT = datetime.time(6, 30)
WEEKLY_AT = datetime.time(6, 40)
MONDAY = 0
MOST = 60  # lines of one message; the others are on the site


def due_before(frequency: Frequency, now: datetime.datetime) -> datetime.datetime:
    """The last moment at which this digest was due: what was told before it is to be sent.

    So a digest that a stopped server missed is made up for at the next run, and a second run of the same
    morning finds nothing.
    """
    local = timezone.localtime(now)
    day, at = local.date(), WEEKLY_AT if frequency == Frequency.WEEKLY else DAILY_AT
    if frequency == Frequency.WEEKLY:
        day -= datetime.timedelta(days=(day.weekday() - MONDAY) % 7)
    moment = _at(day, at)
    if moment > now:
        moment = _at(day - datetime.timedelta(days=7 if frequency == Frequency.WEEKLY else 1), at)
    return moment


def _at(day: datetime.date, at: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, at))


def send_digests(frequency: Frequency, now: datetime.datetime) -> int:
    """Send the digests that are due, one person after the other; returns how many were queued.

    One person's fault keeps nobody else's mail back; it is raised in the end, so that the job shows it.
    """
    before, sent = due_before(frequency, now), 0
    fault: Exception | None = None
    for pk in _people_waiting(frequency, before):
        try:
            sent += send_digest(pk, frequency, before)
        except Exception as error:
            log.exception("digest of person %s", pk)
            fault = error
    if fault is not None:
        raise fault
    return sent


def _people_waiting(frequency: Frequency, before: datetime.datetime) -> Iterator[int]:
    """Keys of the people for whom something waits, a few at a time: the next ones are asked for when needed."""
    waiting = Notification.objects.waiting(frequency).filter(created_at__lt=before, recipient__is_active=True)
    people = waiting.order_by("recipient").values_list("recipient", flat=True).distinct()
    last = 0
    while found := list(people.filter(recipient__gt=last)[:200]):
        yield from found
        last = found[-1]


@transaction.atomic
def send_digest(pk: int, frequency: Frequency, before: datetime.datetime) -> bool:
    """Queue the digest of one person, and note it, in one transaction; False when there is nothing to send.

    Of two workers at the same person one goes on and the other leaves; who comes later finds nothing.
    """
    person = User.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=pk, is_active=True).first()
    if person is None:
        return False
    waiting = Notification.objects.waiting(frequency).filter(recipient=person, created_at__lt=before)
    found, more = take_waiting(person, waiting)
    if not found:
        return False
    emails.send_digest(person, frequency, found, more)
    return True


def take_waiting(person: User, waiting: NotificationQuerySet) -> tuple[list[Notification], int]:
    """Mark what waits as sent; the newest that the person may still see, and how many more there are.

    What the person may no longer see is never mailed.
    """
    taken = list(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
    visible = Notification.objects.visible_to(person).filter(pk__in=taken)
    seen = list(visible.values_list("pk", flat=True))
    now = timezone.now()
    Notification.objects.filter(pk__in=seen).update(mailed_at=now)
    Notification.objects.filter(pk__in=set(taken) - set(seen)).update(mail_due=Frequency.NEVER)
    newest = Notification.objects.filter(pk__in=seen).select_related("recipient")[:MOST]
    found = list(newest)
    return found, len(seen) - len(found)

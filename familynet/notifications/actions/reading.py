"""Notifications are read, put away and forgotten."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from familynet.accounts.models import User
from familynet.notifications.models import Notification

KEEP_FOR = datetime.timedelta(days=2 * 365)


def mark_read(notification: Notification, *, by: User) -> None:
    """Note that the recipient has seen it; the first time counts."""
    if notification.recipient_id != by.pk:
        raise PermissionDenied("mark_read")
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(*, by: User) -> int:
    """Note that everything was seen, also what the person may no longer open. Returns how many."""
    return Notification.objects.of(by).unread().update(read_at=timezone.now())


def put_away_hidden(person: User) -> int:
    """Take out of the count of unread ones what the person may no longer see. Returns how many."""
    unread = Notification.objects.of(person).unread()
    visible = Notification.objects.visible_to(person).unread()
    return unread.exclude(pk__in=visible.values("pk")).update(read_at=timezone.now())


def forget_old() -> int:
    """Delete what is older than two years: it has done its work, and names people. Returns how many."""
    old = Notification.objects.filter(created_at__lt=timezone.now() - KEEP_FOR)
    return old._raw_delete(old.db)

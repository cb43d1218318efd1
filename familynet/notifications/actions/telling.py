"""Tell people something: on the site, and by mail as often as each has chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from familynet.accounts.models import User
from familynet.kernel.history import in_italian
from familynet.notifications import emails
from familynet.notifications.models import (
    DEFAULT_FREQUENCY,
    Frequency,
    Notification,
    Topic,
    TopicChoice,
)
from familynet.notifications.visibility import rule_for


@dataclass(frozen=True)
class Addressee:
    """A person who is told, why, and what the person can stop ("follow:12", see stops.py) to hear no more."""

    user: User
    reason: Any
    stop: str = ""


def notify(
    recipients: Iterable[User],
    *,
    topic: Topic,
    subject: Any,
    reason: Any,
    path: str,
    about: models.Model,
    by: User | None = None,
    text: Any = "",
) -> list[Notification]:
    """Tell each recipient once; not `by`, and nobody who has left. Needs the transaction of the change.

    `subject`, `text` and `reason` ("Segui questa pratica") are lazy translations, functions or text, kept in
    Italian. `path` is where the notification leads, without the host. The caller names only people who may see
    `about` and everything that is said of it; whether they still may is asked again later (visibility.py).
    """
    people = [Addressee(person, reason) for person in recipients]
    return notify_each(people, topic=topic, subject=subject, path=path, about=about, by=by, text=text)


def notify_each(
    addressees: Iterable[Addressee],
    *,
    topic: Topic,
    subject: Any,
    path: str,
    about: models.Model,
    by: User | None = None,
    text: Any = "",
) -> list[Notification]:
    """The same for people with reasons of their own. Who is named twice is told once, by the first reason."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("notifications are written in the transaction of the change")
    rule_for(type(about))
    people: dict[int, Addressee] = {}
    for addressee in addressees:
        if addressee.user.is_active and (by is None or addressee.user.pk != by.pk):
            people.setdefault(addressee.user.pk, addressee)
    chosen = dict(TopicChoice.objects.filter(user__in=people, topic=topic).values_list("user", "frequency"))
    content_type = ContentType.objects.get_for_model(about)
    made = Notification.objects.bulk_create(
        Notification(
            recipient=addressee.user,
            topic=topic,
            subject=_one_line(subject),
            text=in_italian(text),
            reason=_one_line(addressee.reason),
            path=path,
            stop=addressee.stop,
            actor=by,
            content_type=content_type,
            object_id=about.pk,
            mail_due=chosen.get(pk, DEFAULT_FREQUENCY[topic]),
        )
        for pk, addressee in people.items()
    )
    for notification in made:
        if notification.mail_due == Frequency.AT_ONCE:
            emails.send_one(notification)
    return made


def _one_line(text: Any) -> str:
    """A sentence for a list and for the subject of a mail: no line ends, not too long."""
    return " ".join(in_italian(text).split())[:250]

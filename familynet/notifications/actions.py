"""Tell people something: on the site, and by mail as often as each has chosen."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from familynet.accounts.models import User
from familynet.kernel import emails
from familynet.kernel.history import in_italian
from familynet.notifications.models import (
    DEFAULT_FREQUENCY,
    Frequency,
    Notification,
    Topic,
    TopicChoice,
)


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
    `about` and everything that is said of it.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("notifications are written in the transaction of the change")
    people = {person.pk: person for person in recipients if person.is_active}
    if by is not None:
        people.pop(by.pk, None)
    chosen = dict(TopicChoice.objects.filter(user__in=people, topic=topic).values_list("user", "frequency"))
    content_type = ContentType.objects.get_for_model(about)
    made = Notification.objects.bulk_create(
        Notification(
            recipient=person,
            topic=topic,
            subject=in_italian(subject)[:250],
            text=in_italian(text),
            reason=in_italian(reason)[:250],
            path=path,
            actor=by,
            content_type=content_type,
            object_id=about.pk,
            mail_due=chosen.get(pk, DEFAULT_FREQUENCY[topic]),
        )
        for pk, person in people.items()
    )
    for notification in made:
        if notification.mail_due == Frequency.AT_ONCE:
            mail(notification)
    return made


def mail(notification: Notification) -> None:
    """Queue one notification as a message of its own."""
    emails.send(
        "notification",
        notification.recipient.email,
        {"notification": notification, "url": settings.SITE_URL + notification.path},
    )

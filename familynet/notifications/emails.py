"""The two messages: one notification, and a digest of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from familynet.accounts.models import User
from familynet.kernel import emails
from familynet.notifications.models import Frequency, Notification, Topic
from familynet.notifications.stops import stop_url, unsubscribe_headers

STOP_TOPIC, STOP_DIGEST = "topic", "digest"


@dataclass(frozen=True)
class Line:
    """A notification in a message, with the addresses that belong to it."""

    notification: Notification
    url: str
    stop_url: str


@dataclass(frozen=True)
class Group:
    """The lines about one topic."""

    label: str
    lines: list[Line]
    stop_url: str


def send_one(notification: Notification) -> None:
    """Queue one notification as a message of its own."""
    person, topic = notification.recipient, f"{STOP_TOPIC}:{notification.topic}"
    context = {
        "line": _line(notification),
        "topic": notification.get_topic_display,
        "topic_stop_url": stop_url(person, topic),
    }
    headers = unsubscribe_headers(person, notification.stop or topic)
    emails.send("notification", person.email, context | _choices(), headers=headers)


def send_digest(person: User, frequency: Frequency, found: Sequence[Notification], more: int) -> None:
    """Queue one message with all that a person is told, by topic; `more` is what it has no room for."""
    groups = []
    for topic in Topic:
        lines = [_line(notification) for notification in found if notification.topic == topic]
        if lines:
            groups.append(Group(str(topic.label), lines, stop_url(person, f"{STOP_TOPIC}:{topic}")))
    what = f"{STOP_DIGEST}:{frequency}"
    context = {
        "person": person,
        "groups": groups,
        "total": len(found) + more,
        "more": more,
        "is_weekly": frequency == Frequency.WEEKLY,
        "all_stop_url": stop_url(person, what),
    }
    headers = unsubscribe_headers(person, what)
    emails.send("notifications_digest", person.email, context | _choices(), headers=headers)


def _line(notification: Notification) -> Line:
    stop = stop_url(notification.recipient, notification.stop) if notification.stop else ""
    return Line(notification, settings.SITE_URL + notification.path, stop)


def _choices() -> dict[str, Any]:
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "list_url": settings.SITE_URL + reverse("notifications:list"),
            "choices_url": settings.SITE_URL + reverse("notifications:choices"),
        }

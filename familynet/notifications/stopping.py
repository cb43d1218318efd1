"""The two kinds of things that this app itself stops: a topic, a digest."""

from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.notifications import stops
from familynet.notifications.actions import frequencies_of, stop_digest, stop_topic
from familynet.notifications.emails import STOP_DIGEST, STOP_TOPIC
from familynet.notifications.models import Frequency, Topic


def _topic_name(user: User, key: str) -> str:
    topic = Topic(key)
    if frequencies_of(user)[topic] == Frequency.NEVER:
        return ""
    return _("le e-mail su “%(topic)s”") % {"topic": topic.label}


def _digest_name(user: User, key: str) -> str:
    frequency = Frequency(key)
    if frequency not in frequencies_of(user).values():
        return ""
    return (
        _("il riepilogo di ogni giorno") if frequency == Frequency.DAILY else _("il riepilogo di ogni settimana")
    )


def register_kinds() -> None:
    """Called once, when the app is ready."""
    stops.register(STOP_TOPIC, stops.Kind(_topic_name, lambda user, key: stop_topic(user, Topic(key))))
    stops.register(STOP_DIGEST, stops.Kind(_digest_name, lambda user, key: stop_digest(user, Frequency(key))))

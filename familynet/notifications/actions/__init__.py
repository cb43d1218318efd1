"""What happens to notifications: told, read, sent in a digest, chosen, stopped, forgotten."""

from familynet.notifications.actions.choices import choose_frequencies, frequencies_of, stop_digest, stop_topic
from familynet.notifications.actions.digests import due_before, send_digest, send_digests
from familynet.notifications.actions.reading import forget_old, mark_all_read, mark_read, put_away_hidden
from familynet.notifications.actions.telling import Addressee, notify, notify_each

__all__ = [
    "Addressee",
    "choose_frequencies",
    "due_before",
    "forget_old",
    "frequencies_of",
    "mark_all_read",
    "mark_read",
    "notify",
    "notify_each",
    "put_away_hidden",
    "send_digest",
    "send_digests",
    "stop_digest",
    "stop_topic",
]

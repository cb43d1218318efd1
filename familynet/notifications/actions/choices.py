"""How often mail comes: chosen by topic, stopped by a link."""

from collections.abc import Mapping

from django.db import transaction

from familynet.accounts.models import User
from familynet.notifications import emails
from familynet.notifications.actions.digests import take_waiting
from familynet.notifications.models import DEFAULT_FREQUENCY, Frequency, Notification, Topic, TopicChoice

DIGESTS = (Frequency.DAILY, Frequency.WEEKLY)


def frequencies_of(user: User) -> dict[Topic, Frequency]:
    """The frequency in force for every topic. One query."""
    chosen = dict(TopicChoice.objects.filter(user=user).values_list("topic", "frequency"))
    return {topic: Frequency(chosen.get(topic, DEFAULT_FREQUENCY[topic])) for topic in Topic}


@transaction.atomic
def choose_frequencies(choices: Mapping[Topic, Frequency], *, by: User) -> None:
    """Keep the choices of a person; what still waits to be mailed follows them.

    What waited for a digest and is now wanted at once goes now, in one message.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = frequencies_of(locked)
    changed = {topic: frequency for topic, frequency in choices.items() if before[topic] != frequency}
    for topic, frequency in changed.items():
        TopicChoice.objects.update_or_create(user=locked, topic=topic, defaults={"frequency": frequency})
        waiting = Notification.objects.of(locked).filter(topic=topic, mailed_at=None, mail_due__in=DIGESTS)
        if frequency != Frequency.AT_ONCE:
            waiting.update(mail_due=frequency)
    now_wanted = [topic for topic, frequency in changed.items() if frequency == Frequency.AT_ONCE]
    if now_wanted:
        waiting = Notification.objects.of(locked).filter(mailed_at=None, mail_due__in=DIGESTS)
        found, more = take_waiting(locked, waiting.filter(topic__in=now_wanted))
        if found:
            emails.send_digest(locked, Frequency.DAILY, found, more)


def stop_topic(user: User, topic: Topic) -> None:
    """No more mail about a topic; on the site everything stays."""
    choose_frequencies({topic: Frequency.NEVER}, by=user)


def stop_digest(user: User, frequency: Frequency) -> None:
    """No more digest of this frequency: every topic that came with it stops."""
    topics = [topic for topic, chosen in frequencies_of(user).items() if chosen == frequency]
    choose_frequencies(dict.fromkeys(topics, Frequency.NEVER), by=user)

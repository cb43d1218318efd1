"""Jobs of notifications: digests, what may no longer be seen, what is too old."""

import datetime

from procrastinate.contrib.django import app

from familynet.accounts.models import User
from familynet.notifications import actions
from familynet.notifications.models import Frequency, Notification


def _moment(timestamp: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(timestamp, tz=datetime.UTC)


# Every half hour, because cron here counts in UTC: which digest is due is reckoned in the time of the site
# (daily 6:30, Monday 6:40). A run with nothing to send costs one query of a partial index.
@app.periodic(cron="0,30 * * * *")
@app.task(name="familynet.notifications.tasks.daily_digests", queueing_lock="daily_digests")
def daily_digests(timestamp: int) -> None:
    """What waits since yesterday, to each person in one message."""
    actions.send_digests(Frequency.DAILY, _moment(timestamp))


@app.periodic(cron="10,40 * * * *")
@app.task(name="familynet.notifications.tasks.weekly_digests", queueing_lock="weekly_digests")
def weekly_digests(timestamp: int) -> None:
    """What waits since last Monday, to each person in one message."""
    actions.send_digests(Frequency.WEEKLY, _moment(timestamp))


@app.periodic(cron="50 3 * * *")
@app.task(name="familynet.notifications.tasks.tidy_notifications", queueing_lock="tidy_notifications")
def tidy_notifications(timestamp: int) -> None:
    """Forget what is two years old; do not count as unread what the person may no longer see."""
    actions.forget_old()
    people = User.objects.filter(is_active=True, pk__in=Notification.objects.unread().values("recipient"))
    for person in people.iterator(chunk_size=200):
        actions.put_away_hidden(person)

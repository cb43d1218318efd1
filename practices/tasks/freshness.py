"""Jobs: reminders that a practice is to be confirmed."""

from django.utils import timezone
from procrastinate.contrib.django import app

from practices.actions import remind_owners


@app.periodic(cron="20 5 * * *")
@app.task(name="practices.tasks.remind_freshness", queueing_lock="practices.remind_freshness", pass_context=False)
def remind_freshness(timestamp: int) -> None:
    """Each morning: tell owners before, on and after the date; each message leaves once."""
    remind_owners(timezone.localdate())

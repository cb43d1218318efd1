"""The reminder that an adoption is about to be, or is, a year old."""

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from practices.actions import remind_of_outcome
from practices.actions.transfers import DAYS_BEFORE_OUTCOME
from practices.models import Transfer


@app.periodic(cron="20 6 * * *")
@app.task(name="practices.tasks.remind_of_outcomes", queueing_lock="remind_of_outcomes", pass_context=False)
def remind_of_outcomes(timestamp: int) -> None:
    """Remind each adopter once before the twelve months are over and once after."""
    today = timezone.localdate()
    soon = today + datetime.timedelta(days=DAYS_BEFORE_OUTCOME)
    due = Transfer.objects.filter(state=Transfer.State.ADOPTED, outcome_due_on__lte=soon, reminded_after_on=None)
    for transfer in due.with_parties():
        remind_of_outcome(transfer, on=today)

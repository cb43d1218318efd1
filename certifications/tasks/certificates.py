"""Jobs: the import of a register, a day in the life of certificates, the sums of the register."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from certifications import actions
from certifications.models.register import compact_register_counts


@app.task(name="certifications.tasks.import_register", retry=RetryStrategy(max_attempts=3, wait=5))
def import_register(*, run_id: int, user_id: int) -> None:
    """Import a checked file; runs again from the start when its worker died."""
    actions.perform_import(run_id=run_id, user_id=user_id)


# Cron counts in UTC: the earliest hour at which it is the new day in Italy in winter and in summer.
@app.periodic(cron="15 0 * * *")
@app.task(name="certifications.tasks.live_one_day", queueing_lock="live_one_day", pass_context=False)
def live_one_day(timestamp: int) -> None:
    """Planned changes, terms, notices, proposals and reminders that are due."""
    actions.live_one_day()


@app.periodic(cron="40 * * * *")
@app.task(name="certifications.tasks.compact", queueing_lock="compact_register", pass_context=False)
def compact(timestamp: int) -> None:
    """Add up the counts of the register."""
    compact_register_counts()

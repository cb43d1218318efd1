"""Jobs: the import of a register, the end of certificates past their date, the sums of the register."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from certifications import actions
from certifications.models.register import compact_register_counts


@app.task(name="certifications.tasks.import_register", retry=RetryStrategy(max_attempts=3, wait=5))
def import_register(*, run_id: int, user_id: int) -> None:
    """Import a checked file; runs again from the start when its worker died."""
    actions.perform_import(run_id=run_id, user_id=user_id)


@app.periodic(cron="15 0 * * *")
@app.task(name="certifications.tasks.lapse", queueing_lock="lapse", pass_context=False)
def lapse(timestamp: int) -> None:
    """Close the certificates past their date."""
    actions.lapse_certificates()


@app.periodic(cron="40 * * * *")
@app.task(name="certifications.tasks.compact", queueing_lock="compact_register", pass_context=False)
def compact(timestamp: int) -> None:
    """Add up the counts of the register."""
    compact_register_counts()

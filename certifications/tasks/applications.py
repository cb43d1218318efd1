"""Jobs: the end of the retention of applications and of what followed the award."""

from procrastinate.contrib.django import app

from certifications import actions


@app.periodic(cron="30 3 * * *")
@app.task(name="certifications.tasks.clear_applications", queueing_lock="clear_applications", pass_context=False)
def clear_applications(timestamp: int) -> None:
    """Give concluded applications their term, and clear those, and certificates, whose term has passed."""
    actions.set_missing_terms()
    actions.clear_expired()

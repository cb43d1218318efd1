"""Jobs: what the calendar does to the files by itself, every night."""

from procrastinate.contrib.django import app

from certifications import actions


@app.periodic(cron="25 0 * * *")
@app.task(name="certifications.tasks.deadlines", queueing_lock="procedure_deadlines", pass_context=False)
def deadlines(timestamp: int) -> None:
    """Close integrations and notices past their day, bring dates up to date, warn about terms that are near."""
    actions.close_overdue_integrations()
    actions.close_overdue_notices()
    actions.refresh_stopped()
    actions.warn_officers()

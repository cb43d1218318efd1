"""Jobs: notices before refusal whose days for observations have passed."""

from procrastinate.contrib.django import app

from certifications import actions


@app.periodic(cron="30 0 * * *")
@app.task(name="certifications.tasks.close_notices", queueing_lock="close_notices", pass_context=False)
def close_notices(timestamp: int) -> None:
    """Take up again the files to whose notice nobody has answered in time."""
    actions.close_overdue_notices()

"""Jobs of the practices: their contexts follow the facts of the comuni."""

from procrastinate.contrib.django import app

from practices import actions


@app.periodic(cron="50 3 * * *")
@app.task(name="practices.tasks.refresh_contexts", queueing_lock="refresh_contexts", pass_context=False)
def refresh_contexts(timestamp: int) -> None:
    """Every night: facts and comuni may have changed."""
    actions.refresh_contexts()

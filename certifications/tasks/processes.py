"""Jobs: phases begin on their day, terms are remembered, processes end with what they rest on."""

from procrastinate.contrib.django import app

from certifications import actions


@app.periodic(cron="25 0 * * *")
@app.task(name="certifications.tasks.processes", queueing_lock="processes", pass_context=False)
def processes(timestamp: int) -> None:
    """After the lapse of certificates: end what they carried, open what is due, remind."""
    actions.follow_ends()
    actions.open_due_phases()
    actions.remind_phases()

"""Jobs of practices: forget files that nobody finished sending."""

from procrastinate.contrib.django import app

from practices.actions import forget_unfinished_uploads


@app.periodic(cron="47 * * * *")
@app.task(name="practices.tasks.forget_unfinished_uploads", queueing_lock="forget_unfinished_uploads")
def forget_uploads(timestamp: int) -> None:
    """Every hour; an upload is kept for a day after its last part."""
    forget_unfinished_uploads()

"""Jobs of the kernel: mail, the seal of the history, jobs whose worker died."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from familynet.kernel import emails
from familynet.kernel.history import seal_history

MAIL_ATTEMPTS = 6


@app.task(
    name=emails.SEND_EMAIL,
    pass_context=True,
    retry=RetryStrategy(max_attempts=MAIL_ATTEMPTS, exponential_wait=4),
)
def send_email(context: JobContext, *, email_id: int) -> None:
    """Deliver one message; waits 4, 16, 64 … seconds between attempts."""
    try:
        emails.deliver(email_id)
    except OSError as error:  # smtplib's errors and refused connections alike
        attempts = context.job.attempts if context.job else 0
        emails.note_failure(email_id, error, final=attempts + 1 >= MAIL_ATTEMPTS)
        raise


@app.periodic(cron="*/10 * * * *")
@app.task(name="familynet.kernel.tasks.seal", queueing_lock="seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal the history written since the last time."""
    seal_history()


@app.periodic(cron="* * * * *")
@app.task(name="familynet.kernel.tasks.rescue_jobs", queueing_lock="rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """Give back to the queue what a dead worker held."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)

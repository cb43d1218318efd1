"""Jobs of the kernel: mail, the seal of the history, jobs whose worker died, what is no longer needed."""

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from familynet.kernel import document_texts, emails
from familynet.kernel.documents import remove_orphans
from familynet.kernel.history import seal_history
from familynet.kernel.uploads import forget_unfinished_uploads

MAIL_RETRIES = 7  # the last one about six hours after the first attempt
MAX_RESCUES = 5  # a job that took five workers with it is not tried again
KEEP_JOBS_HOURS = 24 * 30


@app.task(
    name=emails.SEND_EMAIL,
    pass_context=True,
    retry=RetryStrategy(max_attempts=MAIL_RETRIES, exponential_wait=4),
)
def send_email(context: JobContext, *, email_id: int) -> None:
    """Deliver one message; waits 4, 16, 64 … seconds between attempts."""
    try:
        emails.deliver(email_id)
    except Exception as error:
        emails.note_failure(email_id, error, final=context.job.attempts >= MAIL_RETRIES)
        raise


@app.task(name=document_texts.READ_TEXT, retry=RetryStrategy(max_attempts=3, wait=5))
def read_text(*, document_id: int) -> None:
    """Read what a document says, in a process of its own; a file that cannot be read is noted, not raised."""
    document_texts.read_text(document_id)


@app.task(name=document_texts.REFRESH_WORDS, retry=RetryStrategy(max_attempts=3, wait=5))
def refresh_words(*, document_id: int) -> None:
    """Find a document by its new title."""
    document_texts.refresh_words(document_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="familynet.kernel.tasks.seal", queueing_lock="seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal the history written since the last time."""
    seal_history()


@app.periodic(cron="* * * * *")
@app.task(name="familynet.kernel.tasks.rescue_jobs", queueing_lock="rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """Give back to the queue what a dead worker held.

    Every task is therefore safe to run twice: its effect is one transaction that looks first.
    """
    manager = context.app.job_manager
    await manager.prune_stalled_workers(settings.JOB_STALLED_SECONDS)
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.JOB_STALLED_SECONDS):
        if job.attempts >= MAX_RESCUES:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the same periodic job is waiting already
            await manager.finish_job(job, Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(name="familynet.kernel.tasks.clean_up", queueing_lock="clean_up", pass_context=True)
async def clean_up(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended a month ago."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="37 3 * * *")
@app.task(name="familynet.kernel.tasks.remove_orphan_files", queueing_lock="remove_orphan_files")
def remove_orphan_files(timestamp: int) -> None:
    """Remove stored files that no record knows: what a power cut left between file and commit."""
    remove_orphans()


@app.periodic(cron="47 * * * *")
@app.task(name="familynet.kernel.tasks.forget_unfinished_uploads", queueing_lock="forget_unfinished_uploads")
def forget_uploads(timestamp: int) -> None:
    """Every hour; an upload is kept for a day after its last part."""
    forget_unfinished_uploads()

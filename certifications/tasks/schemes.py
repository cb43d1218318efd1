"""Jobs: dry runs, realignments asked and reminded, versions past their last day."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from certifications.actions import dry_runs, publishing, realignments


@app.task(name=dry_runs.TASK, retry=RetryStrategy(max_attempts=3, wait=5))
def dry_run(*, run_id: int) -> None:
    """Compute who would fail; runs again from the start when its worker died."""
    dry_runs.perform_dry_run(run_id=run_id)


@app.task(name=realignments.TASK, retry=RetryStrategy(max_attempts=5, wait=30))
def ask_realignments(*, plan_id: int) -> None:
    """Ask the holders of a plan; who was asked already is left alone."""
    realignments.perform_plan(plan_id=plan_id)


@app.periodic(cron="5 0 * * *")
@app.task(name="certifications.tasks.supersede", queueing_lock="supersede_versions", pass_context=False)
def supersede(timestamp: int) -> None:
    """Close the versions of disciplinari past their last day."""
    publishing.supersede_ended()


@app.periodic(cron="20 7 * * *")
@app.task(name="certifications.tasks.remind_realignments", queueing_lock="remind_realign", pass_context=False)
def remind(timestamp: int) -> None:
    """Remind the holders that have not confirmed yet."""
    realignments.remind_realignments()

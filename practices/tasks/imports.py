"""Jobs: an imported table is checked, then written."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from practices.actions import imports
from practices.importing.plan import plan_file


@app.task(name=imports.CHECK, retry=RetryStrategy(max_attempts=3, wait=5))
def check_import(*, run_id: int, user_id: int) -> None:
    """Read a file and say what each row would do; runs again from the start when its worker died."""
    imports.perform_check(run_id=run_id, planner=plan_file)


@app.task(name=imports.WRITE, retry=RetryStrategy(max_attempts=3, wait=5))
def write_import(*, run_id: int, user_id: int) -> None:
    """Write what was promised, all of it or nothing."""
    imports.perform_import(run_id=run_id, user_id=user_id, planner=plan_file)

"""How far a running job is, seen by others before its one transaction ends.

The job says it in the name of its database session. That name holds no lock, and vanishes with a worker that
dies; a table could do none of that from inside the one transaction.
"""

import contextlib
from collections.abc import Callable, Iterator

from django.db import connection

STEP = 20  # rows between two notices


@contextlib.contextmanager
def progress(job: str, total: int = 0) -> Iterator[Callable[..., None]]:
    """Inside, call what is given with the number of rows done (and in all, when it was not known before).

    `job` is a short name of letters, digits and hyphens.
    """

    def say(text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('application_name', %s, false)", [text])

    def report(done: int, of: int = total) -> None:
        if done % STEP == 0 or done == of:
            say(f"{job} {done}/{of}")

    report(0)
    yield report
    say("")


def progress_of(job: str) -> tuple[int, int] | None:
    """(rows done, rows in all) of a running job; None when no job of that name is at work right now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees its first answer again
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity"
            " WHERE datname = current_database() AND starts_with(application_name, %s)",
            [f"{job} "],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    done, total = found[0].rsplit(" ", 1)[1].split("/")
    return int(done), int(total)

"""Jobs survive their worker: what was under way is done again, and its effect happens once."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from familynet.kernel import tasks
from familynet.kernel.numbering import Counter
from tests.kernel.jobs import take_number
from tests.kernel.workers import start_worker, wait_until, work_once

pytestmark = pytest.mark.usefixtures("empty_queue")


def status(task):
    return list(ProcrastinateJob.objects.filter(task_name=task.name).values_list("status", "attempts"))


def make_stalled(**fields):
    """Jobs of a worker that has been silent for an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        for name, value in {"status": "doing", "worker_id": worker, **fields}.items():
            cursor.execute(f"UPDATE procrastinate_jobs SET {name} = %s WHERE status <> 'succeeded'", [value])


def test_killed_worker_loses_no_job_and_doubles_no_effect(tmp_path):
    started = tmp_path / "started"
    take_number.defer(register="registro", started=str(started))
    worker = start_worker()
    try:
        wait_until(started.exists)
    finally:
        worker.kill()
        worker.wait()
    assert (status(take_number), Counter.objects.count()) == ([("doing", 0)], 0)
    # Another worker: its first job is to rescue what the dead one held, once that one is silent long enough.
    wait_until(lambda: silent_for(2.2))
    tasks.rescue_jobs.defer(timestamp=0)
    work_once()
    work_once()
    assert status(take_number) == [("succeeded", 2)]  # one rescue, one end
    assert Counter.objects.get().last == 1


def silent_for(seconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        return cursor.fetchone()[0] > seconds


def test_job_of_a_living_worker_is_left_alone(tmp_path):
    started = tmp_path / "started"
    take_number.defer(register="registro", started=str(started))
    worker = start_worker()
    try:
        wait_until(started.exists)
        tasks.rescue_jobs.defer(timestamp=0)
        work_once()
        assert status(take_number) == [("doing", 0)]
    finally:
        worker.kill()
        worker.wait()


def test_job_that_ran_to_its_end_but_was_not_noted_changes_nothing_again(tmp_path):
    (tmp_path / "started").touch()
    for _ in range(2):
        take_number.defer(register="registro", started=str(tmp_path / "started"))
    work_once()
    assert status(take_number) == [("succeeded", 1)] * 2
    assert Counter.objects.get().last == 1


def test_job_that_took_five_workers_with_it_is_given_up():
    take_number.defer(register="registro", started="")
    make_stalled(attempts=tasks.MAX_RESCUES)
    tasks.rescue_jobs.defer(timestamp=0)
    work_once()
    assert status(take_number) == [("failed", tasks.MAX_RESCUES + 1)]


def test_stalled_periodic_job_that_waits_again_is_closed():
    tasks.seal.defer(timestamp=0)
    make_stalled()
    tasks.rescue_jobs.defer(timestamp=0)
    tasks.seal.defer(timestamp=1)
    work_once()
    assert sorted(state for state, _attempts in status(tasks.seal)) == ["aborted", "succeeded"]


def test_finished_jobs_are_forgotten_after_a_month():
    for hours in (1, tasks.KEEP_JOBS_HOURS + 1):
        job = tasks.seal.defer(timestamp=hours)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job])
            at = timezone.now() - datetime.timedelta(hours=hours)
            cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [at, job])
    tasks.clean_up.defer(timestamp=0)
    work_once()
    assert ProcrastinateJob.objects.filter(task_name=tasks.seal.name).count() == 1


def test_periodic_jobs_are_registered_and_their_tasks_run():
    names = {task.task.name.rpartition(".")[2] for task in app.periodic_registry.periodic_tasks.values()}
    assert {"seal", "rescue_jobs", "clean_up", "remove_orphan_files"} <= names
    tasks.seal.defer(timestamp=0)
    tasks.remove_orphan_files.defer(timestamp=0)
    work_once()
    assert status(tasks.seal) == status(tasks.remove_orphan_files) == [("succeeded", 1)]

"""A real worker in its own process, on the database of the running test."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def environment(**extra):
    database = connection.settings_dict
    place = quote(database["HOST"], safe="") + (f":{database['PORT']}" if database["PORT"] else "")
    user = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.kernel.worker_settings",
        "DATABASE_URL": f"postgresql://{user}@{place}/{database['NAME']}",
        **extra,
    }


def start_worker(*options, **extra):
    """A worker that runs until it is stopped, or, with "--one-shot", until the queue is empty."""
    command = [sys.executable, "manage.py", "procrastinate", "worker", *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment(**extra), stdin=subprocess.DEVNULL)


def work_once(**extra):
    """Do all jobs that are due, in a process of their own."""
    worker = start_worker("--one-shot", **extra)
    assert worker.wait(60) == 0


def wait_until(condition, seconds=30):
    """Ask again until `condition()` is true; the test fails when it never is."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)

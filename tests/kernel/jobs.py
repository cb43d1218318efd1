"""A job for test_jobs: slow the first time, so that its worker can be killed in the middle."""

import time
from pathlib import Path

from django.db import transaction
from procrastinate.contrib.django import app

from familynet.kernel.numbering import Counter, next_number


@app.task(name="tests.kernel.jobs.take_number")
def take_number(*, register: str, started: str) -> None:
    """Takes one number of `register`, once however often it runs."""
    with transaction.atomic():
        if Counter.objects.filter(register=register).exists():
            return
        next_number(register, 2024)
        if not Path(started).exists():
            Path(started).touch()
            time.sleep(120)

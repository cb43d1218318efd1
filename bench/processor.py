"""Processor time of the web server and of PostgreSQL: what a page costs, however busy the machine is."""

import psutil
from django.db import connection


class Processor:
    """Seconds that these processes, and those they started, have worked so far."""

    def __init__(self, *pids: int) -> None:
        self.roots = [psutil.Process(pid) for pid in pids]

    def seconds(self) -> float:
        total = 0.0
        for process in [each for root in self.roots for each in (root, *root.children(recursive=True))]:
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            # Children that have ended are counted by their parent.
            total += times.user + times.system + times.children_user + times.children_system
        return total


def postmaster() -> int:
    """The process of PostgreSQL that starts all others; it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(psutil.Process(cursor.fetchone()[0]).ppid())


def load() -> str:
    """How busy the machine is: a figure taken at a load above the number of cores is an upper bound."""
    one, _five, fifteen = psutil.getloadavg()
    return f"load of the machine: {one:.1f} (15 minutes: {fifteen:.1f}) on {psutil.cpu_count()} cores"

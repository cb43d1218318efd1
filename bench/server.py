"""The production server on a free port of loopback."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(workers: int = 2) -> Iterator[tuple[int, int]]:
    """Start granian, wait until it answers, give its port and process, stop it at the end."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "2", "--no-access-log", "--log-level", "warning"]
    server = subprocess.Popen([*command, "familynet.wsgi:application"], env=os.environ)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError("the server did not start")
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)

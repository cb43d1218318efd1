"""A small HTTP client that measures: connections kept open, one thread each."""

import http.client
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.processor import Processor


@dataclass(frozen=True)
class Measure:
    """Seconds of each request, requests per second over all connections, processor seconds of one request."""

    seconds: list[float]
    per_second: float
    processor: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[18] * 1000


def _fetch(connection: http.client.HTTPConnection, path: str, cookie: str) -> float:
    start = time.perf_counter()
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return time.perf_counter() - start


def measure(
    port: int,
    paths: Iterator[str],
    *,
    count: int,
    connections: int = 1,
    processor: Processor | None = None,
    cookie: str = "",
) -> Measure:
    """Request `count` paths over `connections` connections; raises when an answer is not 200.

    `cookie` is the header of somebody signed in.
    """
    seconds: list[float] = []
    errors: list[BaseException] = []
    lock = threading.Lock()

    def run(share: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            for _ in range(share):
                with lock:
                    path = next(paths)
                taken = _fetch(connection, path, cookie)
                with lock:
                    seconds.append(taken)
        except (OSError, http.client.HTTPException, RuntimeError) as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(count // connections,)) for _ in range(connections)]
    start, worked = time.perf_counter(), processor.seconds() if processor else 0.0
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    taken = time.perf_counter() - start
    worked = (processor.seconds() - worked) / len(seconds) if processor else 0.0
    return Measure(seconds, len(seconds) / taken, worked)

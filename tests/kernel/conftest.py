import socket

import pytest
from aiosmtpd.controller import Controller
from django.db import connection


@pytest.fixture
def empty_queue(transactional_db):
    """No job and no worker of another test: their tables are not emptied between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


class Inbox:
    """A mail server's memory; refuses the first `refusals` messages."""

    def __init__(self):
        self.messages, self.refusals = [], 0

    async def handle_DATA(self, server, session, envelope):
        if self.refusals:
            self.refusals -= 1
            return "451 Try again later"
        self.messages.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox():
    """A real mail server on this machine; `inbox.port` is where it listens."""
    handler = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.port = str(port)
    yield handler
    controller.stop()

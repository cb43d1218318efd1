"""Real threads with real connections, for what only happens when two people act at once."""

import threading

from django.db import connection


def together(*functions):
    """Run all functions at the same moment, each in its own thread; results or exceptions, in order."""
    barrier = threading.Barrier(len(functions))
    outcomes = [None] * len(functions)

    def call(place, function):
        barrier.wait(10)
        try:
            outcomes[place] = function()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes

"""Several people at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from cityops.errors import CityError


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each on a thread, and so on a connection, of its own; returns what came of each, faults too."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=10)
            return act()
        except CityError as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [one.result() for one in [threads.submit(run, act) for act in acts]]

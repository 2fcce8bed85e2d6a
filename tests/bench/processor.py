"""Seconds of the processor that some work costs: of this process, of what it starts, of the database's sessions."""

import threading
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import psutil
import psycopg

from tests.bench import data

EVERY_S = 0.02
_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Processor(threading.Thread):
    """Watches from `with` to its end; what a session used after it was last seen, a fiftieth of a second, is missing.

    A database on another machine is not counted. used_s: what it came to.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.used_s = 0.0
        self._first: dict[int, float] = {}
        self._last: dict[int, float] = {}

    def __enter__(self) -> "Processor":
        self._link = psycopg.connect(**data.owner(), autocommit=True)  # type: ignore[arg-type]
        self._look()
        self._first = dict(self._last)
        self._before = _own_s()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.join()
        self._look()
        self._link.close()
        sessions = sum(used - self._first.get(pid, 0.0) for pid, used in self._last.items())
        self.used_s = _own_s() - self._before + sessions

    def run(self) -> None:
        """Look again and again."""
        while not self.ended.wait(EVERY_S):
            self._look()

    def _look(self) -> None:
        for (pid,) in self._link.execute(_SESSIONS).fetchall():
            try:
                process = psutil.Process(pid)
                if "postgres" in process.name():
                    times = process.cpu_times()
                    self._last[pid] = times.user + times.system
            except psutil.Error:
                continue


def _own_s() -> float:
    both = [getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)

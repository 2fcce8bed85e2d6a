"""The web server's connections are bounded, however its threads come and go."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.stack.running import WEB_PROCESSES, Server, eventually

pytestmark = pytest.mark.slow

SESSIONS = (
    "from django.db import connection; c = connection.cursor();"
    "c.execute(\"SELECT count(*) FROM pg_stat_activity WHERE usename = 'cityops_app' AND pid <> pg_backend_pid()\");"
    "print(c.fetchone()[0])"
)
POOL, WORKER = 6, 4
IDLE_S = 5


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder / "connections", GRANIAN_BLOCKING_THREADS_IDLE_TIMEOUT=f"{IDLE_S}s").start()
    yield server
    server.press_ctrl_c()


def threads_of_web(server: Server) -> int:
    return sum(process.num_threads() for process in server.parts("granian") if process.is_running())


def settled(server: Server) -> bool:
    """Wait until no thread has come or gone for longer than an idle one is kept."""
    seen, since = threads_of_web(server), time.monotonic()

    def is_calm() -> bool:
        nonlocal seen, since
        if (now := threads_of_web(server)) != seen:
            seen, since = now, time.monotonic()
        return time.monotonic() - since > IDLE_S + 1

    return eventually(is_calm, seconds=60)


def test_threads_that_end_leave_no_connection_behind(server: Server) -> None:
    address = f"http://127.0.0.1:{server.port}/layers/reports/counts/"
    for _ in range(4):
        with ThreadPoolExecutor(24) as clients:
            list(clients.map(lambda _: urlopen(address, timeout=30).read(), range(96)))
        assert settled(server)
    sessions = int(server.manage("shell", "-v0", "-c", SESSIONS).splitlines()[-1])
    assert sessions <= WEB_PROCESSES * POOL + WORKER

"""The web server's connections are bounded, however its threads come and go."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.stack.running import Server, eventually

pytestmark = pytest.mark.slow

SESSIONS = (
    "from django.db import connection; c = connection.cursor();"
    "c.execute(\"SELECT count(*) FROM pg_stat_activity WHERE usename = 'cityops_app' AND pid <> pg_backend_pid()\");"
    "print(c.fetchone()[0])"
)
WEB_PROCESSES, POOL, WORKER = 2, 6, 6
POOL_THREADS = 10  # the pools' own, which stay


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder / "connections", GRANIAN_BLOCKING_THREADS_IDLE_TIMEOUT="5s").start()
    yield server
    server.press_ctrl_c()


def threads_of_web(server: Server) -> int:
    return sum(process.num_threads() for process in server.parts("granian") if process.is_running())


def test_threads_that_end_leave_no_connection_behind(server: Server) -> None:
    address = f"http://127.0.0.1:{server.port}/layers/reports/counts/"
    at_rest = threads_of_web(server)
    for _ in range(4):
        with ThreadPoolExecutor(24) as clients:
            list(clients.map(lambda _: urlopen(address, timeout=30).read(), range(96)))
        eventually(lambda: threads_of_web(server) <= at_rest + POOL_THREADS, seconds=40)
    sessions = int(server.manage("shell", "-v0", "-c", SESSIONS).splitlines()[-1])
    assert sessions <= WEB_PROCESSES * POOL + WORKER

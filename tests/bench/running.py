"""The web server and the worker over the database in use, as `script/server` starts them, without its look around."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from django.db import connection

from stack import assets, config, django, parts
from tests.bench.data import ROOT
from tests.stack.running import free_port

COLD = "tests.bench.cold:application"


@dataclass(frozen=True)
class Running:
    """A stack that answers. pids: of its web server and its worker."""

    port: int
    pids: tuple[int, ...]

    def cpu_s(self) -> float:
        """Return the seconds of processor that web server and database have used: true on a busy machine, too.

        A database on another machine is not counted.
        """
        web = psutil.Process(self.pids[0])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            backends = [pid for (pid,) in cursor.fetchall() if _is_postgres(pid)]
        return sum(_used(process) for process in (web, *web.children(recursive=True), *map(psutil.Process, backends)))


def _is_postgres(pid: int) -> bool:
    return psutil.pid_exists(pid) and "postgres" in psutil.Process(pid).name()


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def stack(*, cold: bool = False, jobs_at_once: int = 2) -> Iterator[Running]:
    """Run the stack with its usual settings. cold: each request for a tile finds nothing in a cache."""
    given = {name: value for name, value in os.environ.items() if name != "CITYOPS_DB_ROLE"}
    given |= {"CITYOPS_PORT": str(free_port()), "CITYOPS_DEBUG": "0"}
    given |= {"CITYOPS_LOG_LEVEL": "WARNING", "CITYOPS_JOBS_AT_ONCE": str(jobs_at_once)}
    settings = config.load(given, root=ROOT)
    env = django.environment(settings, None)
    tiles = settings.var / "bench-tiles"
    shutil.rmtree(tiles, ignore_errors=True)
    env["CITYOPS_TILES"] = str(tiles)
    settings.logs.mkdir(parents=True, exist_ok=True)
    static = assets.StaticFiles(settings)
    if not static.are_current():
        subprocess.run(static.command(), check=True, env=env, cwd=ROOT)
        static.done()
    web, worker = parts.web(settings, env, is_ready=bool), parts.worker(settings, env)
    argv = [*web.argv[:-1], COLD] if cold else web.argv
    with web.log.open("ab") as log:
        running = [subprocess.Popen(words, env=env, cwd=ROOT, stdout=log, stderr=log) for words in (argv, worker.argv)]
    try:
        _wait(settings.port, running[0])
        yield Running(settings.port, tuple(process.pid for process in running))
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(tiles, ignore_errors=True)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("the web server did not start; see web.log in the folder of state")

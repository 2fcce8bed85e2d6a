"""The long-running parts of the stack beside the database: the web server and the background worker."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stack import children, django, venv
from stack.cluster import STOP_SECONDS, STOP_SIGNAL, Cluster
from stack.config import Config

# A running job gets this long to end when the stack stops; then it is run again after the next start.
JOB_SECONDS = 20


@dataclass(frozen=True)
class Part:
    """A process to keep alive.

    before: called before each start. is_ready: whether others may build on it. stop_seconds: how long it may take to
    stop after `stop_signal` before it is killed. renew_with: a part whose restart this one does not always survive, so
    it is then started again too.
    """

    name: str
    argv: list[str]
    env: Mapping[str, str]
    log: Path
    cwd: Path
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    before: Callable[[], None] = lambda: None
    is_ready: Callable[[], bool] = lambda: True
    renew_with: str = ""


def database(cluster: Cluster) -> Part:
    """Return the private database."""
    return Part(
        name="database",
        argv=cluster.command(),
        env={"PATH": "/usr/bin:/bin"},
        log=cluster.log,
        cwd=Path("/"),
        stop_signal=STOP_SIGNAL,
        stop_seconds=STOP_SECONDS,
        before=cluster.clear_leftovers,
        is_ready=cluster.is_ready,
    )


def web(config: Config, env: Mapping[str, str], *, is_ready: Callable[[], bool]) -> Part:
    """Return the web server: granian, a few processes with a few threads each."""
    argv = [
        *(str(venv.python(config)), "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", config.host, "--port", str(config.port)),
        *("--workers", str(config.web_workers), "--blocking-threads", str(config.web_threads)),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "8"),
        "cityops.wsgi:application",
    ]
    return Part(
        name="web",
        argv=children.bound(argv, death=signal.SIGTERM),
        env=env,
        log=config.logs / "web.log",
        cwd=config.root,
        is_ready=is_ready,
    )


def worker(config: Config, env: Mapping[str, str]) -> Part:
    """Return the worker that runs background jobs from the queue in the database and folds the map's cells."""
    options = ["--concurrency", str(config.jobs_at_once), "--shutdown-graceful-timeout", str(JOB_SECONDS)]
    # Killed, not asked to end, when the supervisor dies: the database ends at that moment, and a worker that wants to
    # sign off there would wait for it for half a minute. Its jobs may run twice, and are taken up again as stalled.
    return Part(
        name="worker",
        argv=children.bound(django.manage(config, "worker", *options), death=signal.SIGKILL),
        env=env,
        log=config.logs / "worker.log",
        cwd=config.root,
        stop_seconds=JOB_SECONDS + 10,
        renew_with="database",
    )

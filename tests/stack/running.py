"""Runs `script/server` and other entry points as a person would: real processes, nothing in the environment."""

import os
import queue
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
WEB_PROCESSES = 3  # where nobody says otherwise
CLEAN = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": os.environ.get("HOME", "/tmp"),
    "CITYOPS_DEMO": "0",
    "CITYOPS_DEBUG": "1",  # static files are not collected: that takes long
}


def eventually(ask: Callable[[], T], *, seconds: float = 30) -> T:
    """Return the first true answer; fail when there is none in time."""
    until = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def typed(*words: str, timeout: float = 120, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run an entry point of script/ to its end, like `typed("manage", "check", CITYOPS_VAR="…")`."""
    return subprocess.run(
        [ROOT / "script" / words[0], *words[1:]],
        env={**CLEAN, **env},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


class Server:
    """One `script/server` with a folder of state and a port."""

    def __init__(self, var: Path, **env: str) -> None:
        self.var = var
        self.port = free_port()
        self.env = {**CLEAN, "CITYOPS_VAR": str(var), "CITYOPS_PORT": str(self.port), **env}
        self.lines: list[str] = []

    def start(self) -> "Server":
        """Start it and wait until it says that it is ready."""
        self.process = subprocess.Popen(
            [ROOT / "script" / "server"],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines = []
        said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=(self.process, said), daemon=True).start()
        while True:
            line = said.get(timeout=180)
            assert line, f"it ended: {self.lines}"
            if line.startswith("ready "):
                return self

    def _listen(self, process: "subprocess.Popen[str]", said: "queue.Queue[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line)
            said.put(line)
        said.put("")

    def parts(self, word: str = "") -> list[psutil.Process]:
        """Return its descendants whose command line holds `word`."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [process for process in found if word in " ".join(_command(process))]

    def main(self, word: str) -> psutil.Process:
        """Return the child whose command line holds `word`: manage.py worker, granian or bin/postgres."""
        (process,) = [child for child in self.parts(word) if child.ppid() == self.process.pid]
        return process

    def health(self) -> int:
        """Return the status of /healthz, 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def manage(self, *words: str) -> str:
        """Run a management command in its environment and return what it prints."""
        done = typed("manage", *words, **{key: self.env[key] for key in ("CITYOPS_VAR", "CITYOPS_PORT")})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def press_ctrl_c(self) -> int:
        """Do what a terminal does: interrupt the whole group in the foreground. Return the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(60)

    def kill(self) -> None:
        """End it without giving it a chance to tidy up."""
        self.process.kill()
        self.process.wait()


def living(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that still run; a zombie waits for its parent only."""
    return [process for process in processes if process.is_running() and _status(process) != psutil.STATUS_ZOMBIE]


def listening(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that take requests."""
    return [process for process in living(processes) if "LISTEN" in _connections(process)]


def _connections(process: psutil.Process) -> list[str]:
    try:
        return [connection.status for connection in process.net_connections("tcp")]
    except psutil.Error:
        return []


def _status(process: psutil.Process) -> str:
    try:
        return process.status()
    except psutil.NoSuchProcess:
        return psutil.STATUS_ZOMBIE


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []

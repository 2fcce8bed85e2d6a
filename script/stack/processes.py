"""Looks at other processes through /proc: who is alive, whose they are, and how to end them."""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Whether the process runs. A zombie does not: it is dead and only waits for its parent to notice."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def working_in(folder: Path) -> list[int]:
    """Return the living processes whose working folder is `folder`: for a data folder, its postgres processes."""
    wanted = str(folder)
    return [pid for pid in _all() if _link(pid, "cwd") == wanted and is_alive(pid)]


def marked_with(assignment: str) -> list[int]:
    """Return the living processes that were started with `NAME=value` in their environment, without this one."""
    wanted = assignment.encode()
    return [pid for pid in _all() if pid != os.getpid() and wanted in _environment(pid) and is_alive(pid)]


def name_of(pid: int) -> str:
    """Return the process's short name, or '' when it is gone."""
    try:
        return (_PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


def wait_until_gone(pids: Iterable[int], seconds: float) -> list[int]:
    """Wait for the processes to end and return those that have not after `seconds`."""
    until = time.monotonic() + seconds
    left = [pid for pid in pids if is_alive(pid)]
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = [pid for pid in left if is_alive(pid)]
    return left


def end(pids: Iterable[int], *signals: tuple[signal.Signals, float]) -> list[int]:
    """Send each signal in turn and wait its seconds; return the processes that are still there."""
    left = list(pids)
    for number, seconds in signals:
        for pid in left:
            send(pid, number)
        left = wait_until_gone(left, seconds)
    return left


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal; a process that is already gone is no fault."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def send_to_group(group: int, number: signal.Signals) -> None:
    """Send a signal to what is left of a process group."""
    with suppress(ProcessLookupError):
        os.killpg(group, number)


def _all() -> list[int]:
    return [int(entry) for entry in os.listdir(_PROC) if entry.isdecimal()]


def _link(pid: int, name: str) -> str:
    try:
        return os.readlink(_PROC / str(pid) / name)
    except OSError:
        return ""


def _environment(pid: int) -> list[bytes]:
    try:
        return (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []

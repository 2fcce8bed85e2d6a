"""Runs other programs quietly, with their output in a log, and says in one line what went wrong."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from stack.messages import Stop

_NO_NETWORK = re.compile(
    r"failed to fetch|could not resolve|temporary failure|name resolution|dns error|network is unreachable"
    r"|connection (refused|timed out|error)|error sending request|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"
    r"|newconnectionerror|unable to connect|operation timed out|no matching distribution",
    re.IGNORECASE,
)


def run(
    argv: Sequence[str | Path],
    *,
    log: Path,
    what: str,
    env: Mapping[str, str],
    cwd: Path,
    remedy: str = "",
) -> None:
    """Run a program to its end. Raises Stop naming `what` failed, with the likely reason and where to read all of it.

    log: its output is added there. remedy: what to do when it failed and the network is not the reason.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        out.write(f"$ {' '.join(str(word) for word in argv)}\n".encode())
        out.flush()
        began = out.tell()
        done = subprocess.run(
            argv, check=False, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env, cwd=cwd
        )
    if done.returncode == 0:
        return
    said = tail(log, since=began, lines=40)
    if _NO_NETWORK.search(said):
        raise Stop(f"{what} failed: no network. Connect this machine and run the command again (details: {log})")
    last = said.strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
    raise Stop(f"{what} failed: {last[0].strip()[:200]} ({remedy + '; ' if remedy else ''}details: {log})")


def tail(log: Path, *, since: int = 0, lines: int = 10) -> str:
    """Return the last lines that were added to a log after byte `since`."""
    with log.open("rb") as file:
        file.seek(max(since, log.stat().st_size - 64_000))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


def plain_environment(config_environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a program of ours: nothing of the Python that runs the stack leaks into it."""
    env = {name: value for name, value in config_environment.items() if not name.startswith("PYTHON")}
    env.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    env.setdefault("HOME", os.path.expanduser("~"))
    env["PYTHONUNBUFFERED"] = "1"
    return env

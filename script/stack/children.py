"""How a child process is started so that it never outlives the one that started it."""

import signal
from collections.abc import Sequence
from pathlib import Path

# The environment of all that a stack starts says whose it is, so that what a kill -9 left behind can be found.
MARK = "CITYOPS_STACK"
# The signal for commands that need no care: they end in their own time.
TERM = signal.SIGTERM


def bound(argv: Sequence[str | Path], *, death: signal.Signals, user: str | None = None) -> list[str]:
    """Return the command that runs `argv` as `user` and sends it the signal `death` when its parent dies."""
    name = death.name.removeprefix("SIG")
    return ["setpriv", *_as(user), "--pdeathsig", name, "--", *map(str, argv)]


def as_user(argv: Sequence[str | Path], user: str | None) -> list[str]:
    """Return the command that runs `argv` as `user`, or as we are."""
    return ["setpriv", *_as(user), "--", *map(str, argv)] if user else list(map(str, argv))


def _as(user: str | None) -> list[str]:
    return [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []

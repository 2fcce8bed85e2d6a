"""What a person reads in the terminal: steps with their times, and one-line refusals."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stop(Exception):
    """The command cannot go on. The text is one line that says what is wrong and what to do about it."""

    def __init__(self, text: str, status: int = 1) -> None:
        """Take the line to print and the exit status."""
        super().__init__(text)
        self.status = status


class _Voice:
    """Where the stack speaks: standard output, or standard error when that belongs to the command it runs."""

    stream = sys.stdout


def leave_stdout_alone() -> None:
    """Speak on standard error from now on: what the command prints may be piped into a file."""
    _Voice.stream = sys.stderr


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, file=_Voice.stream, flush=True)


def complain(text: str) -> None:
    """Print a line on standard error."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str, *, speaks: bool = False) -> Iterator[None]:
    """Announce a step and, when it is done, how long it took.

    speaks: the step prints lines of its own, so the time goes onto a line of its own too.
    """
    began = time.monotonic()
    print(f"· {title} …", end="\n" if speaks else " ", file=_Voice.stream, flush=True)
    try:
        yield
    except BaseException:
        if not speaks:
            say("")
        raise
    say(f"{'  ' if speaks else ''}{time.monotonic() - began:.1f} s")

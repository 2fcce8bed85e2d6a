"""Locks between commands of one clone or one folder of state. The kernel drops them when their holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.messages import say


@contextmanager
def one_at_a_time(folder: Path, waiting: str) -> Iterator[None]:
    """Hold the lock on a folder itself, waiting for another holder; `waiting` is said if that happens."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Claim:
    """The claim on a folder of state: who holds it runs its database. The file says who that is, in words."""

    def __init__(self, path: Path) -> None:
        """Prepare the claim kept in the file `path`; nothing is taken yet."""
        self.path = path
        self._handle: int | None = None

    def take(self, words: str) -> bool:
        """Take the claim and say who holds it; False when another process has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        os.ftruncate(handle, 0)
        os.write(handle, words.encode())
        self._handle = handle
        return True

    def holder(self) -> str:
        """Return what the holder said of itself."""
        return self.path.read_text() if self.path.exists() else ""

    def give_back(self) -> None:
        """Let others have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

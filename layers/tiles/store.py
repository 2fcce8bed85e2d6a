"""Finished tiles in a folder, shared by all processes of one machine: a hit is one read, a stampede draws once."""

import fcntl
import logging
import os
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import IO

LOCKS = 1024
PRUNE_EACH = 2000
MOST_BYTES, MOST_FILES = 512 * 1024 * 1024, 100_000
log = logging.getLogger(__name__)


class TileStore:
    """A folder of finished tiles by key. A key names a version, so that nothing in it is ever stale, only old."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before the first tile."""
        self.folder = folder

    def get_or_draw(self, key: str, draw: Callable[[], bytes]) -> bytes:
        """Return what was stored under the key, or draw and store it; who comes meanwhile waits for who draws."""
        path = self._path(key)
        if (found := _read(path)) is not None:
            return found
        try:
            lock = self._lock(int(path.name[:8], 16) % LOCKS)
        except OSError as fault:
            log.warning("finished tiles are not kept: %s", fault)
            return draw()
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (found := _read(path)) is not None:
                return found
            body = draw()
            if body:  # to find nothing is cheap, and there are very many tiles of nothing
                _write(path, body)
        if secrets.randbelow(PRUNE_EACH) == 0:  # whoever asks for ever other filters does not fill the disk
            self.prune()
        return body

    def prune(self, *, older_than_s: float = 86400, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES) -> int:
        """Remove tiles drawn long ago, and the oldest where there are too many; return how many. One at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock-prune").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return 0
            return self._prune(older_than_s, most_bytes, most_files)

    def _prune(self, older_than_s: float, most_bytes: int, most_files: int) -> int:
        tiles = []
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            tiles.append((stat.st_mtime, stat.st_blocks * 512, path))
        tiles.sort(reverse=True)
        kept, removed, now = 0, 0, time.time()
        for number, (changed, size, path) in enumerate(tiles, start=1):
            kept += size
            if now - changed > older_than_s or kept > most_bytes or number > most_files:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _lock(self, number: int) -> IO[bytes]:
        name = f"{self.folder}/lock-{number:03x}"
        try:
            return open(name, "ab", buffering=0)
        except FileNotFoundError:
            self.folder.mkdir(parents=True, exist_ok=True)
            return open(name, "ab", buffering=0)

    def _path(self, key: str) -> Path:
        name = sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / name


def _read(path: Path) -> bytes | None:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:
        return None


def _write(path: Path, body: bytes) -> None:
    """Put the whole file there in one step; a full disk costs the next reader a drawing, nobody an answer."""
    new = f"{path.parent}/.tile-{path.name}"  # whoever holds the lock is the only one to write it
    try:
        try:
            _put(new, body)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _put(new, body)
        os.replace(new, path)
    except OSError as fault:
        log.warning("a finished tile was not kept: %s", fault)
        Path(new).unlink(missing_ok=True)


def _put(name: str, body: bytes) -> None:
    with open(name, "wb", buffering=0) as out:
        out.write(body)

"""Finished tiles in a folder, shared by all processes of one machine: a hit is one read, a stampede draws once."""

import fcntl
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

LOCKS = 1024
PRUNE_EACH = 2000


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
        path.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"lock-{int(path.name[:8], 16) % LOCKS:03x}").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (found := _read(path)) is not None:
                return found
            body = draw()
            _write(path, body)
        if secrets.randbelow(PRUNE_EACH) == 0:  # whoever asks for ever other filters does not fill the disk
            self.prune()
        return body

    def prune(self, *, older_than_s: float = 86400, most_bytes: int = 512 * 1024 * 1024) -> int:
        """Remove tiles drawn long ago, and the oldest where there are too many; return how many."""
        tiles = []
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            tiles.append((stat.st_mtime, stat.st_size, path))
        tiles.sort(reverse=True)
        kept, removed, now = 0, 0, time.time()
        for changed, size, path in tiles:
            kept += size
            if now - changed > older_than_s or kept > most_bytes:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _path(self, key: str) -> Path:
        name = sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / name


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, body: bytes) -> None:
    """Put the whole file there in one step."""
    handle, new = tempfile.mkstemp(dir=path.parent, prefix=".tile-")
    with os.fdopen(handle, "wb") as out:
        out.write(body)
    Path(new).replace(path)

"""Open rasters of this process: lent to one thread at a time, kept for the next, the ones not asked for longest closed.

rasterio and rio-tiler are imported with the first one: 60 MB that a web process without rasters need not carry.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cityops.errors import NotFound

MOST_IDLE = 16
OPTIONS = {
    # Our own files, made by the child; still nothing beside them is looked at, and no address is called.
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": False,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing-from-the-network",
    "GDAL_CACHEMAX": 64,  # MB a process
    "GDAL_NUM_THREADS": 1,
}
_idle: list[tuple[tuple[str, int, int], Any]] = []  # the longest idle first
_lock = threading.Lock()


@contextmanager
def lent(path: Path) -> Iterator[Any]:
    """Lend a rio-tiler Reader of the file as it is now. Raises NotFound where it is gone."""
    import rasterio

    key = _key(path)
    with rasterio.Env(**OPTIONS):
        reader = _taken(key) or _opened(path)
        try:
            yield reader
        except BaseException:
            reader.dataset.close()
            raise
        _give_back(key, reader)


def _key(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError as gone:
        raise NotFound from gone
    return str(path), stat.st_mtime_ns, stat.st_ino


def _opened(path: Path) -> Any:
    import rasterio
    from rio_tiler.io import Reader

    return Reader(None, dataset=rasterio.open(path, driver="GTiff", sharing=False))


def _taken(key: tuple[str, int, int]) -> Any | None:
    with _lock:
        for place in range(len(_idle) - 1, -1, -1):
            if _idle[place][0] == key:
                return _idle.pop(place)[1]
    return None


def _give_back(key: tuple[str, int, int], reader: Any) -> None:
    with _lock:
        _idle.append((key, reader))
        over = [_idle.pop(0)[1] for _ in range(len(_idle) - MOST_IDLE)]
    for one in over:
        one.dataset.close()

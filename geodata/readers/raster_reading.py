"""A raster while the child works on it: which options its GDAL has, how far it is, what it answers."""

import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.readers.process import Word, child, drivers

DRIVERS = ("GTiff", "COG", "MEM")  # of GDAL; all else is off in the child, what reaches into the network first of all
OPTIONS = {  # of GDAL in the child
    "CPL_DEBUG": "OFF",
    "GDAL_CACHEMAX": "384",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # nothing beside the file is looked at
    "GDAL_GEOREF_SOURCES": "INTERNAL",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_TIFF_INTERNAL_MASK": "YES",
    "PROJ_NETWORK": "OFF",
}
LOOK_EACH_S = 0.25
Progress = Callable[[float], None]


class Stopped(Exception):
    """There was no answer. why: `too_large`, `damaged` or `ended`, as `Child.silence`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Watched:
    """A file that grows: between which percents, and to how many bytes."""

    path: Path
    bytes: int
    begin: float
    end: float

    def percent(self) -> float:
        """Return how far it has grown."""
        size = 0
        with suppress(OSError):
            size = self.path.stat().st_size
        return self.begin + (self.end - self.begin) * min(1.0, size / max(1, self.bytes))


def answer_of(
    request: Mapping[str, Any], folder: Path, *, seconds: float, progress: Progress | None = None
) -> dict[str, Any]:
    """Run the child on a request and return what it answers; folder: where it may write.

    seconds: of the clock. progress is called four times a second with percents that never fall; what it raises ends the
    child and is raised again. Raises Stopped.
    """
    limits, heard, until = request["limits"], _Heard(), time.monotonic() + seconds
    kept = {"memory": limits["memory"], "seconds": limits["cpu_seconds"], "bytes_out": limits["bytes_out"]}
    with child("rasters", request, folder, **kept, environment=_environment(folder, limits["threads"])) as running:
        for _ in running.listen(heard.hear, wait_s=LOOK_EACH_S):
            if progress:
                progress(heard.percent())
            if time.monotonic() > until:
                break
    if heard.answer is None:
        raise Stopped(running.silence)
    return heard.answer


class _Heard:
    """What the child told so far."""

    def __init__(self) -> None:
        self.answer: Word | None = None
        self._reached, self._watched = 0.0, Watched(Path(), 0, 0, 0)

    def hear(self, said: Word) -> None:
        if "percent" not in said:
            self.answer = said
            return
        begin = float(said["percent"])
        self._watched = Watched(Path(said.get("path", "")), said.get("bytes", 0), begin, said.get("end", begin))

    def percent(self) -> float:
        """Return how far it is; never less than before."""
        self._reached = min(100.0, max(self._reached, self._watched.percent()))
        return self._reached


def _environment(folder: Path, threads: int) -> dict[str, str]:
    left_out = sorted(set(drivers("rasters")) - set(DRIVERS))
    return OPTIONS | {
        "CPL_TMPDIR": str(folder),
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": f".{secrets.token_hex(16)}",  # one that no file can name
        "GDAL_NUM_THREADS": str(threads),
        "GDAL_SKIP": ",".join(left_out),
    }

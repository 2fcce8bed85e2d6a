"""The parent's side of the raster child: starts it with an empty environment, hears how far it is, ends it."""

import json
import os
import secrets
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("raster_child.py")
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
    "OPENBLAS_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
}
LOOK_EACH_S = 0.25
Progress = Callable[[float], None]


class Stopped(Exception):
    """The child was ended by a limit, or broke down."""


class Killed(Exception):
    """Somebody else ended the child: the system, when memory runs out."""


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

    progress is called four times a second with percents that never fall; what it raises ends the child and is raised
    again.
    Raises Stopped, Killed.
    """
    asked, answer = folder / "request.json", folder / "answer.json"
    answer.unlink(missing_ok=True)
    asked.write_text(json.dumps({**request, "answer": str(answer), "folder": str(folder), "parent": os.getpid()}))
    environment = OPTIONS | {"LANG": "C.UTF-8", "TMPDIR": str(folder), "CPL_TMPDIR": str(folder)}
    environment |= {"GDAL_SKIP": _drivers_left_out(), "GDAL_NUM_THREADS": str(request["limits"]["threads"])}
    environment["CPL_VSIL_CURL_ALLOWED_EXTENSIONS"] = f".{secrets.token_hex(16)}"  # one that no file can name
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(CHILD), str(asked)],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        _follow(child, time.monotonic() + seconds, progress)
        if child.poll() == -signal.SIGKILL:
            raise Killed
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
    if child.returncode != 0 or not answer.is_file():
        raise Stopped
    said: dict[str, Any] = json.loads(answer.read_text())
    return said


@cache
def _drivers_left_out() -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", str(CHILD), "drivers"], env={"LANG": "C.UTF-8"}, capture_output=True, check=True
    )
    return ",".join(sorted(set(json.loads(done.stdout)) - set(DRIVERS)))


def _follow(child: "subprocess.Popen[bytes]", until: float, progress: Progress | None) -> None:
    """Hear the child to its end. Raises Stopped when time is up."""
    assert child.stdout is not None
    os.set_blocking(child.stdout.fileno(), False)
    begun, reached, watched = b"", 0.0, None
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ)
        while True:
            heard = ready.select(LOOK_EACH_S)
            piece = child.stdout.read() if heard else None
            if piece == b"":
                child.wait()
                return
            *lines, begun = (begun + (piece or b"")).split(b"\n")
            for line in lines:
                percent, watched = _told(line)
                reached = max(reached, percent)
            if watched:
                reached = max(reached, watched.percent())
            if progress:
                progress(min(100.0, reached))
            if time.monotonic() > until:
                raise Stopped


def _told(line: bytes) -> tuple[float, Watched | None]:
    told = json.loads(line)
    watched = Watched(Path(told["path"]), told["bytes"], told["percent"], told["end"]) if "path" in told else None
    return float(told["percent"]), watched

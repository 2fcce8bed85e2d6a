"""The child's one errand: a request as JSON comes in, rows go out by one pipe, and what is to say by another.

`python -I -c "…main()" ROOT TELLING`: the folder to import from, the number of the pipe. What is told is JSON lines:
{"progress": [read, written]}, {"inspection": {…}}, {"problems": […]} last; no "problems" means that it was killed.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from geodata.readers.child.cell import lock
from geodata.readers.child.findings import Fatal, Findings

PAUSE = 0.1  # seconds between two words about progress


def main() -> None:
    """Do what is asked and tell how it went."""
    request = json.loads(sys.stdin.buffer.read())
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not print among the rows
    telling = os.fdopen(int(sys.argv[2]), "w", buffering=1, encoding="utf-8")
    os.environ.update({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"})
    limits = request["limits"]
    path = Path(request["path"])
    readable = [str(path), *(str(part) for part in path.parent.glob("*") if _belongs(part, path))]
    lock(
        memory=limits["memory"],
        seconds=limits["seconds"],
        bytes_out=limits["bytes_out"],
        readable=readable,
        writable=request["folder"],
    )
    os.chdir(request["folder"])
    sys.meta_path.insert(0, _WithoutPandas())
    findings = Findings()
    try:
        _errand(request, path, out, telling, findings)
        out.flush()
        last: list[dict[str, Any]] = findings.all()
    except Fatal as fatal:
        last = [*findings.all(), fatal.problem]
    except MemoryError:
        last = [*findings.all(), Fatal("too_large").problem]
    telling.write(json.dumps({"problems": last}) + "\n")


def _belongs(part: Path, path: Path) -> bool:
    """Whether a file is a part of the one to read: b.dbf of b.shp."""
    return path.suffix.lower() in (".shp", ".tab", ".mif") and part.stem == path.stem and not part.is_symlink()


def _errand(request: dict[str, Any], path: Path, out: BinaryIO, telling: TextIO, findings: Findings) -> None:
    from geodata.readers.child.flow import Flow
    from geodata.readers.child.opening import Bounds, open_file

    limits, choices = request["limits"], request["choices"]
    bounds = Bounds(
        Path(request["folder"]),
        limits["bytes_in"],
        limits["columns"],
        request["drivers"],
        takes_tables=request["verb"] != "rows",
    )
    opened = open_file(path, choices["layer"], choices["encoding"], bounds, findings)
    if request["verb"] == "rows":
        import io

        from geodata.readers.child.plain_rows import write_rows

        words = io.TextIOWrapper(out, encoding="utf-8")
        write_rows(opened, choices["crs"], limits["features"], words)
        words.flush()
        words.detach()
        return
    progress = _Progress(telling)
    flow = Flow(opened, choices, request["city"], findings, limits["features"])
    if request["verb"] == "look":
        from geodata.readers.child.looking import look

        telling.write(json.dumps({"inspection": look(flow, progress)}) + "\n")
        return
    from geodata.readers.child.writing import RowsAtFaultError, write

    try:
        write(flow, out, progress)
        progress.now()
    except RowsAtFaultError:
        telling.write(json.dumps({"stopped": "rows"}) + "\n")


class _WithoutPandas:
    """Arrow and pyogrio load pandas where they find it: half a second and 60 MB for nothing that is used here."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Find no pandas; leave all else to the next finder."""
        if name in ("pandas", "geopandas"):
            raise ModuleNotFoundError(name=name)


class _Progress:
    """Tells how far it is, not more often than somebody can look."""

    def __init__(self, telling: TextIO) -> None:
        self._telling, self._said_at, self._last = telling, 0.0, [0, 0]

    def __call__(self, read: int, written: int) -> None:
        self._last = [read, written]
        if time.monotonic() - self._said_at > PAUSE:
            self.now()

    def now(self) -> None:
        """Tell the last numbers."""
        self._said_at = time.monotonic()
        self._telling.write(json.dumps({"progress": self._last}) + "\n")

"""Errands of files with places or rows: look at all of it, stream it for COPY, or give plain rows."""

import io
import json
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.flow import Flow
from geodata.readers.child.opening import Bounds, open_file

PAUSE = 0.1  # seconds between two words about progress


def run(request: dict[str, Any], out: BinaryIO, telling: TextIO) -> None:
    """Do what is asked. Rows go to `out`; told are progress, an inspection, and at last the problems."""
    sys.meta_path.insert(0, _WithoutPandas())
    findings = Findings()
    try:
        _errand(request, out, telling, findings)
        out.flush()
        last: list[dict[str, Any]] = findings.all()
    except Fatal as fatal:
        last = [*findings.all(), fatal.problem]
    except MemoryError:
        last = [*findings.all(), Fatal("too_large").problem]
    telling.write(json.dumps({"problems": last}) + "\n")


def _errand(request: dict[str, Any], out: BinaryIO, telling: TextIO, findings: Findings) -> None:
    limits, choices = request["limits"], request["choices"]
    bounds = Bounds(
        Path(request["folder"]),
        limits["bytes_in"],
        limits["columns"],
        request["drivers"],
        takes_tables=request["verb"] != "rows",
    )
    opened = open_file(Path(request["path"]), choices["layer"], choices["encoding"], bounds, findings)
    if request["verb"] == "rows":
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

"""Reads any vector file into plain rows in EPSG:4326, in a child process that can do no harm."""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from geodata.readers.errors import BadCrs, FileTooLarge, LayerNotChosen, UnknownCrs, UnreadableFile
from geodata.readers.formats import ARCHIVES, DRIVERS, IN_ARCHIVES, READABLE

CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost."""

    features: int = 200_000
    bytes_in: int = 1_000_000_000  # unpacked
    bytes_out: int = 1_000_000_000
    memory: int = 3_000_000_000  # address space, of which GDAL's libraries reserve a good part
    seconds: int = 120


@dataclass(frozen=True, slots=True)
class VectorRow:
    """One feature: geometry as WKB in EPSG:4326 (None where the file has none), and its fields."""

    wkb: bytes | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VectorTable:
    """A layer: the reference system it came in, its field names, its rows."""

    crs: str
    fields: tuple[str, ...]
    rows: tuple[VectorRow, ...]


def read_vector(
    path: Path, *, layer: str | None = None, crs: str | None = None, limits: Limits | None = None
) -> VectorTable:
    """Read one layer. `crs` overrides what the file says about itself.

    Raises UnreadableFile, LayerNotChosen, UnknownCrs, BadCrs, FileTooLarge.
    """
    limits = limits or Limits()
    source = _source(path, limits)
    with tempfile.TemporaryDirectory(prefix="cityops-read-") as folder:
        request, answer = Path(folder, "request.json"), Path(folder, "answer.json")
        request.write_text(
            json.dumps(
                {
                    "path": source,
                    "layer": layer,
                    "crs": crs,
                    "answer": str(answer),
                    "limits": {name: getattr(limits, name) for name in Limits.__slots__},
                }
            )
        )
        finished = _run(request, path, limits)
        if finished != 0 or not answer.is_file():
            raise UnreadableFile(file=path.name, formats=READABLE) if finished >= 0 else _too_large(path, limits)
        said = json.loads(answer.read_text())
    _raise_for(said, path, limits)
    return VectorTable(
        crs=said["crs"],
        fields=tuple(said["fields"]),
        rows=tuple(VectorRow(row["wkb"] and bytes.fromhex(row["wkb"]), row["values"]) for row in said["rows"]),
    )


@cache
def _drivers_left_out() -> str:
    """Return GDAL's drivers that are not on our list, those that reach into the network first of all."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", str(CHILD), "drivers"], env={"LANG": "C.UTF-8"}, capture_output=True, check=True
    )
    return ",".join(sorted(set(json.loads(done.stdout)) - set(DRIVERS)))


def _run(request: Path, path: Path, limits: Limits) -> int:
    """Run the child with an empty environment; returns its exit code, negative where a limit killed it."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": str(request.parent)}
    environment["GDAL_SKIP"] = _drivers_left_out()
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(CHILD), str(request)],
            env=environment,
            cwd=request.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise _too_large(path, limits) from late
    return done.returncode


def _source(path: Path, limits: Limits) -> str:
    """Return the absolute path for GDAL; for an archive, that of the one map file inside."""
    if not path.is_file() or not path.stat().st_size:
        raise UnreadableFile(file=path.name, formats=READABLE)
    if path.stat().st_size > limits.bytes_in:
        raise _too_large(path, limits)
    full = str(path.resolve())
    if path.suffix.lower() not in ARCHIVES:
        return full
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as bad:
        raise UnreadableFile(file=path.name, formats=READABLE) from bad
    if sum(member.file_size for member in members) > limits.bytes_in:
        raise _too_large(path, limits)
    found = sorted({inside for member in members if (inside := _map_file(member.filename))})
    if len(found) > 1:
        raise LayerNotChosen(
            _("“%(file)s” holds several map files: %(layers)s. Send one of them alone."),
            file=path.name,
            layers=", ".join(found),
        )
    if not found:
        raise UnreadableFile(file=path.name, formats=READABLE)
    return f"/vsizip/{full}/{found[0]}"


def _map_file(member: str) -> str | None:
    """Return the member if it is a map file, or the FileGDB folder that it lies in."""
    if "__MACOSX" in member:
        return None
    if ".gdb/" in member:
        return member.partition(".gdb/")[0] + ".gdb"
    return member if member.lower().endswith(IN_ARCHIVES) else None


def _too_large(path: Path, limits: Limits) -> FileTooLarge:
    limit = f"{limits.features:,} features, {limits.bytes_in // 1_000_000:,} MB, {limits.seconds} s"
    return FileTooLarge(file=path.name, limit=limit)


def _raise_for(said: dict[str, Any], path: Path, limits: Limits) -> None:
    match said.get("fault"):
        case None:
            return
        case "too_large":
            raise _too_large(path, limits)
        case "layer":
            raise LayerNotChosen(file=path.name, layers=", ".join(said["layers"]))
        case "no_crs":
            raise UnknownCrs(file=path.name)
        case "bad_crs":
            raise BadCrs(crs=said["crs"])
        case _:
            raise UnreadableFile(file=path.name, formats=READABLE)

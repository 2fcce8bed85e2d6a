"""Reads a small vector file into plain rows in EPSG:4326, unmended, as boundaries need them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from geodata.readers.choices import Choices
from geodata.readers.errors import BadCrs, FileTooLarge, LayerNotChosen, UnknownCrs, UnreadableFile
from geodata.readers.formats import READABLE
from geodata.readers.limits import Limits
from geodata.readers.vector_reading import reading

BOUNDARIES = Limits(features=200_000, bytes_in=1_000_000_000, seconds=120)


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
    path: Path, *, layer: str | None = None, crs: str | None = None, limits: Limits = BOUNDARIES
) -> VectorTable:
    """Read one layer. `crs` overrides what the file says about itself.

    Raises UnreadableFile, LayerNotChosen, UnknownCrs, BadCrs, FileTooLarge.
    """
    if not path.is_file():
        raise UnreadableFile(file=path.name, formats=READABLE)
    with reading("rows", path, Choices(layer=layer or "", crs=crs or ""), limits) as running:
        answer = b"".join(running.chunks())
    if running.problems is None:
        raise _fault(running.silence, {}, path, limits)
    for problem in running.problems:
        if problem["is_fatal"]:
            raise _fault(problem["code"], problem["params"], path, limits)
    said = json.loads(answer)
    return VectorTable(
        crs=said["crs"],
        fields=tuple(said["fields"]),
        rows=tuple(VectorRow(row["wkb"] and bytes.fromhex(row["wkb"]), row["values"]) for row in said["rows"]),
    )


def _too_large(path: Path, limits: Limits) -> FileTooLarge:
    limit = f"{limits.features:,} features, {limits.bytes_in // 1_000_000:,} MB, {limits.seconds} s"
    return FileTooLarge(file=path.name, limit=limit)


def _fault(code: str, params: dict[str, Any], path: Path, limits: Limits) -> Exception:
    match code:
        case "too_large" | "archive_bomb":
            return _too_large(path, limits)
        case "layer_not_chosen":
            return LayerNotChosen(file=path.name, layers=", ".join(params["layers"]))
        case "archive_of_several":
            return LayerNotChosen(
                _("“%(file)s” holds several map files: %(layers)s. Send one of them alone."),
                file=path.name,
                layers=", ".join(params["layers"]),
            )
        case "unknown_crs":
            return UnknownCrs(file=path.name)
        case "bad_crs" | "crs_does_not_fit" | "bad_prj":
            return BadCrs(crs=params.get("crs", "prj"))
    return UnreadableFile(file=path.name, formats=READABLE)

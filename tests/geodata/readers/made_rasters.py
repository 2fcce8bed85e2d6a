"""Rasters made for tests: good ones by rasterio, hostile ones byte by byte."""

import struct
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import Affine

UTM49S = "EPSG:32749"
BATU_UTM = Affine(10, 0, 660_000, 0, -10, 9_130_000)
BATU = Affine(0.0001, 0, 112.5, 0, -0.0001, -7.8)


def made(path: Path, values: Any, **options: Any) -> Path:
    """Write a GeoTIFF in the city's UTM zone. values: (rows, columns) or (bands, rows, columns)."""
    values = np.asarray(values)
    values = values[None] if values.ndim == 2 else values
    bands, height, width = values.shape
    given = {"crs": UTM49S, "transform": BATU_UTM, "dtype": values.dtype, **options}
    mask, colours, palette = (given.pop(name, None) for name in ("mask", "colours", "palette"))
    tags, gcps = given.pop("tags", {}), given.pop("gcps", None)
    if gcps:
        given["gcps"], given["transform"] = gcps, None
    given = {name: value for name, value in given.items() if value is not None}
    with (
        warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning),
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK="YES", GDAL_PAM_ENABLED="NO"),
        rasterio.open(path, "w", driver="GTiff", count=bands, height=height, width=width, **given) as out,
    ):
        if palette:
            out.write_colormap(1, palette)
        if colours:
            out.colorinterp = colours
        for space, items in tags.items():
            out.update_tags(ns=space, **items)
        out.write(values)
        if mask is not None:
            out.write_mask(mask)
    return path


def hills(side: int = 64, *, kind: str = "int16") -> Any:
    """Heights that rise to the middle."""
    y, x = np.mgrid[:side, :side] - side / 2
    return (1500 - np.hypot(x, y)).astype(kind)


def tiny(
    path: Path,
    *,
    width: int,
    height: int,
    rows_per_strip: int,
    packing: int = 1,
    body: bytes = bytes(8),
    system: str = "",
) -> Path:
    """Write a TIFF of a few bytes that says what it likes. body: of its only strip; system: WKT in its geo keys."""
    words = f"ESRI PE String = {system}|".encode()
    keys = struct.pack("<12H", 1, 1, 0, 2, 1024, 0, 1, 1, 3073, 34737, len(words), 0)
    parts = {33550: ("3d", 10.0, 10.0, 0.0), 33922: ("6d", 0.0, 0.0, 0.0, 660_000.0, 9_130_000.0, 0.0)}
    blobs = {
        tag: (12, len(form) and int(form[0]), struct.pack(f"<{form}", *values))
        for tag, (form, *values) in parts.items()
    }
    if system:
        blobs |= {34735: (3, len(keys) // 2, keys), 34737: (2, len(words), words)}
    head, at = b"II*\0", 8 + len(body)
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, packing), (262, 3, 1, 1)]
    entries += [(273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, rows_per_strip), (279, 4, 1, len(body))]
    for tag, (kind, count, blob) in blobs.items():
        entries.append((tag, kind, count, at))
        at += len(blob)
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    whole = head + struct.pack("<I", at) + body + b"".join(blob for _, _, blob in blobs.values())
    path.write_bytes(whole + directory + struct.pack("<I", 0))
    return path

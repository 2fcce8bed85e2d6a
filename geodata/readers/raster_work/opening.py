"""Opens a GeoTIFF, refuses what no layer can be, and says where it lies."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.errors import CRSError, RasterioError, RasterioIOError
from rasterio.transform import Affine, from_gcps
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform as project

from geodata.readers.raster_work.faults import Fault

TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")
AUTHORITY = re.compile(r"(EPSG|ESRI|IGNF|OGC):[A-Za-z0-9]{1,12}")
READS_FILES = re.compile(r"EXTENSION\[|nadgrids|geoidgrids|PROJ4_GRIDS|PARAMETERFILE", re.IGNORECASE)
BLOCK_BYTES = 256 * 1024 * 1024  # of one tile or strip, unpacked
MOST_CHECKED = 50_000  # tiles or strips of which it is looked whether they end before the file does
EDGE = 21  # points along an edge when its extent is looked for
LON, LAT = 180.0, 90.0
ALMOST = 1e-6


@dataclass(frozen=True)
class Empty:
    """How empty cells are known: by a value, by the alpha band, by a mask, or not at all."""

    nodata: float | None
    alpha: int | None  # number of the band
    has_mask: bool
    is_bad: bool  # a value was named that cells cannot have


@dataclass(frozen=True)
class Placed:
    """Where a raster lies. crs: None where it is not known. how: straight, turned, control_points."""

    crs: CRS | None
    transform: Affine
    how: str
    is_bad: bool = False  # the system does not fit the numbers


@contextmanager
def opened(request: dict[str, Any]) -> Iterator[Any]:
    """Open the file of a request and refuse what is too much or cannot be drawn; faults of reading become faults."""
    try:
        with rasterio.open(request["path"], driver="GTiff") as source:
            _refuse(source, request)
            yield source
    except RasterioIOError as error:
        raise Fault("damaged", detail=str(error)[:200]) from error
    except RasterioError as error:
        raise Fault("damaged", detail=str(error)[:200]) from error


def _refuse(source: Any, request: dict[str, Any]) -> None:
    limits = request["limits"]
    if source.count > limits["bands"]:
        raise Fault("too_many_bands", bands=source.count)
    if not source.count:
        raise Fault("damaged")
    kinds = sorted(set(source.dtypes))
    if len(kinds) > 1 or kinds[0] not in TYPES:
        raise Fault("unsupported", type=", ".join(kinds))
    cells, each = source.width * source.height, np.dtype(kinds[0]).itemsize
    rows, columns = source.block_shapes[0]
    if cells > limits["cells"] or cells * each * source.count > limits["bytes_unpacked"]:
        raise Fault("too_large")
    if rows * columns * each * (source.count if source.profile.get("interleave") == "pixel" else 1) > BLOCK_BYTES:
        raise Fault("too_large")
    _refuse_cut(source, limits["bytes"])


def _refuse_cut(source: Any, length: int) -> None:
    """Refuse a file of which a tile or strip lies behind its end."""
    rows, columns = source.block_shapes[0]
    down, across = math.ceil(source.height / rows), math.ceil(source.width / columns)
    step = max(1, down * across // MOST_CHECKED)
    for band in {1, source.count}:
        for number in {*range(0, down * across, step), down * across - 1}:
            place = f"{number % across}_{number // across}"
            offset = source.get_tag_item(f"BLOCK_OFFSET_{place}", "TIFF", bidx=band)
            size = source.get_tag_item(f"BLOCK_SIZE_{place}", "TIFF", bidx=band)
            if offset and size and int(offset) + int(size) > length:
                raise Fault("damaged")


def placed(source: Any, named: str) -> Placed:
    """Return where it lies. named: the system that replaces what the file says. Raises Fault not_placed, bad_crs."""
    points, points_crs = source.gcps
    transform = source.transform
    if transform.is_identity:
        if len(points) < 3:
            raise Fault("not_placed")
        transform, how, said = from_gcps(points), "control_points", points_crs
    else:
        straight = transform.a > 0 > transform.e and not transform.b and not transform.d
        how, said = "straight" if straight else "turned", source.crs
    if not math.isfinite(sum(transform[:6])) or not transform.determinant:
        raise Fault("not_placed")
    crs = _system(named) if named else _known(said)
    if crs is None:
        return Placed(None, transform, how)
    found = Placed(crs, transform, how)
    if extent_of(found, source.width, source.height) is None:
        if named:
            raise Fault("bad_crs", crs=named[:80])
        return Placed(crs, transform, how, is_bad=True)
    return found


def _system(named: str) -> CRS:
    try:
        if not AUTHORITY.fullmatch(named.strip().upper()):
            raise CRSError
        return CRS.from_user_input(named.strip().upper())
    except CRSError as bad:
        raise Fault("bad_crs", crs=named[:80]) from bad


def _known(said: Any) -> CRS | None:
    """Return the system that a file names, by its number where it has one; None where it has none of this Earth."""
    if not said:
        return None
    if number := said.to_epsg(confidence_threshold=90):
        return CRS.from_epsg(number)
    if READS_FILES.search(said.to_wkt()) or not (said.is_projected or said.is_geographic):
        return None
    return CRS.from_wkt(said.to_wkt())


def extent_of(where: Placed, width: int, height: int) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north in EPSG:4326, or None where the numbers are none of its system."""
    along = np.linspace(0, 1, EDGE)
    zero, one = np.zeros(EDGE), np.ones(EDGE)
    columns = np.concatenate([along, along, zero, one]) * width
    rows = np.concatenate([zero, one, along, along]) * height
    x, y = on_map(where.transform, columns, rows)
    if where.crs and where.crs.is_geographic:
        lon, lat = np.asarray(x), np.asarray(y)
    else:
        try:
            lon, lat = (np.asarray(values) for values in project(where.crs, CRS.from_epsg(4326), x, y))
        except RasterioError:
            return None
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return None
    if np.abs(lon).max() > LON + ALMOST or np.abs(lat).max() > LAT + ALMOST:
        return None
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def empty_of(source: Any) -> Empty:
    """Return how empty cells of the file are known."""
    alpha = next((band for band, is_ in enumerate(source.colorinterp, 1) if is_ == ColorInterp.alpha), None)
    kind = source.dtypes[0]
    nodata, is_bad = source.nodata, False
    if nodata is not None and not _fits(nodata, kind):
        nodata, is_bad = None, True
    if alpha is not None:
        return Empty(None, alpha if source.count > 1 else None, False, is_bad)
    if nodata is None and all(
        MaskFlags.per_dataset in flags and MaskFlags.alpha not in flags for flags in source.mask_flag_enums
    ):
        return Empty(None, None, True, is_bad)
    if nodata is None and kind.startswith("float"):
        nodata = math.nan
    return Empty(nodata, None, False, is_bad)


def _fits(nodata: float, kind: str) -> bool:
    if kind.startswith("float"):
        return True
    limits = np.iinfo(kind)
    return math.isfinite(nodata) and float(nodata).is_integer() and limits.min <= nodata <= limits.max


def on_map(transform: Affine, columns: Any, rows: Any) -> tuple[Any, Any]:
    """Return the coordinates of places in a raster, in its own system."""
    x = transform.a * columns + transform.b * rows + transform.c
    y = transform.d * columns + transform.e * rows + transform.f
    return x, y


@contextmanager
def laid_north_up(source: Any, where: Placed, empty: Empty, request: dict[str, Any]) -> Iterator[tuple[Any, Empty]]:
    """Yield the raster with its rows from north to south, and how its empty cells are known then."""
    if where.how == "straight":
        yield source, empty
        return
    transform, width, height = upright(where.transform, source.width, source.height)
    if width * height > request["limits"]["cells"]:
        raise Fault("too_large")
    options = {"nodata": empty.nodata} if empty.nodata is not None else {"add_alpha": empty.alpha is None}
    between = Resampling.bilinear if source.dtypes[0].startswith("float") else Resampling.nearest
    with WarpedVRT(
        source,
        crs=where.crs,
        src_crs=where.crs,
        src_transform=where.transform,
        transform=transform,
        width=width,
        height=height,
        resampling=between,
        **options,
    ) as turned:
        alpha = empty.alpha or (None if empty.nodata is not None else source.count + 1)
        yield turned, Empty(empty.nodata, alpha, False, empty.is_bad)


def upright(transform: Affine, width: int, height: int) -> tuple[Affine, int, int]:
    """Return place and size of the smallest upright raster around one that is turned, with cells of the same size."""
    x, y = on_map(transform, np.array([0, width, 0, width]), np.array([0, 0, height, height]))
    (left, right), (bottom, top) = (map(float, (values.min(), values.max())) for values in (x, y))
    across, down = math.hypot(transform.a, transform.d), math.hypot(transform.b, transform.e)
    if abs(transform.b) > abs(transform.a):  # turned so far that its columns run from north to south
        across, down = down, across
    columns, rows = (
        max(1, math.ceil(span / size - ALMOST)) for span, size in ((right - left, across), (top - bottom, down))
    )
    return Affine(across, 0, left, 0, -down, top), columns, rows

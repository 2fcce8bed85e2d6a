"""What there is to know about a raster: type, place, figures of its cells, and what would be mended."""

import math
from typing import Any

import numpy as np
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioIOError
from rasterio.windows import Window

from geodata.readers.raster_work.faults import Fault
from geodata.readers.raster_work.metres import pixel_m
from geodata.readers.raster_work.opening import Empty, Placed, empty_of, extent_of, opened, placed

WHOLE_CELLS = 1_000_000  # up to this many are all read; of more a sample
SAMPLES_A_SIDE, SAMPLE_SIDE = 5, 256  # so many parts each way, of so many cells
SEARCH_SIDE = 512
PARTS = 64
FEW = 64
EQUATOR_M = 40_075_016.686
TILE = 256
DEEPEST = 20


def do(request: dict[str, Any]) -> dict[str, Any]:
    """Return a RasterInspection as JSON has it."""
    with opened(request) as source:
        return look(source, request)


def look(source: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Look at an open raster. Raises Fault not_placed, bad_crs, nothing, damaged."""
    where, empty = placed(source, request["crs"]), empty_of(source)
    samples, notes = _samples(source, empty), _notes(source, where, empty)
    bands = [_band(source, number, samples[number - 1], empty) for number in range(1, source.count + 1)]
    if all(not sample.size for sample in samples) and not has_a_value(source, empty):
        raise Fault("nothing")
    if source.dtypes[0].startswith("float") and any(not np.isfinite(sample).all() for sample in samples):
        notes.append({"code": "not_numbers", "data": {}})
    known = where.crs is not None and not where.is_bad
    extent = extent_of(where, source.width, source.height) if known else None
    size = _pixel_m(where, source.width, source.height) if known else None
    return {
        "driver": source.driver,
        "width": source.width,
        "height": source.height,
        "bands": [band for number, band in enumerate(bands, 1) if number != empty.alpha],
        "crs": _name(where.crs),
        "crs_name": _title(where.crs),
        "extent": extent,
        "pixel_m": size,
        "has_alpha": empty.alpha is not None,
        "has_mask": empty.has_mask,
        "compression": str(source.profile.get("compress", "")),
        **_zooms(extent, size),
        "problems": notes,
    }


def _samples(source: Any, empty: Empty) -> list[Any]:
    """Return the values of each band's cells that are not empty: all of them, or those of some parts all over it."""
    width, height = source.width, source.height
    if width * height <= WHOLE_CELLS:
        windows = [Window(0, 0, width, height)]
    else:
        lefts = np.linspace(0, max(0, width - SAMPLE_SIDE), SAMPLES_A_SIDE).astype(int)
        tops = np.linspace(0, max(0, height - SAMPLE_SIDE), SAMPLES_A_SIDE).astype(int)
        windows = [
            Window(int(x), int(y), min(SAMPLE_SIDE, width), min(SAMPLE_SIDE, height)) for y in tops for x in lefts
        ]
    parts: list[list[Any]] = [[] for _ in source.indexes]
    for window in windows:
        values, full = read_window(source, window, empty)
        for number in range(source.count):
            parts[number].append(values[number][full[number]])
    return [np.concatenate(part) for part in parts]


def read_window(source: Any, window: Window, empty: Empty) -> tuple[Any, Any]:
    """Return the values of all bands in a window and which of them are not empty, both (bands, rows, columns)."""
    try:
        values = source.read(window=window)
        if empty.alpha is not None:
            full = np.broadcast_to(values[empty.alpha - 1] > 0, values.shape)
        elif empty.has_mask:
            full = np.broadcast_to(source.dataset_mask(window=window) > 0, values.shape)
        elif empty.nodata is None:
            full = np.ones(values.shape, dtype=bool)
        elif math.isnan(empty.nodata):
            full = ~np.isnan(values)
        else:
            full = values != np.asarray(empty.nodata, dtype=values.dtype)
            if values.dtype.kind == "f":
                full &= ~np.isnan(values)
    except RasterioIOError as error:
        raise Fault("damaged", detail=str(error)[:200]) from error
    return values, full


def has_a_value(source: Any, empty: Empty) -> bool:
    """Whether any cell is not empty; looks at all of them, until the first."""
    for top in range(0, source.height, SEARCH_SIDE):
        for left in range(0, source.width, 8 * SEARCH_SIDE):
            wide, high = min(8 * SEARCH_SIDE, source.width - left), min(SEARCH_SIDE, source.height - top)
            if read_window(source, Window(left, top, wide, high), empty)[1].any():
                return True
    return False


def _band(source: Any, number: int, sample: Any, empty: Empty) -> dict[str, Any]:
    scale, offset = source.scales[number - 1], source.offsets[number - 1]
    colour = source.colorinterp[number - 1]
    return {
        "type": source.dtypes[number - 1],
        "nodata": "nan" if empty.nodata is not None and math.isnan(empty.nodata) else empty.nodata,
        **_figures(sample[np.isfinite(sample)], scale, offset),
        "values": _few(sample),
        "palette": _palette(source, number) if colour == ColorInterp.palette else [],
        "colour": colour.name,
        "name": str(source.descriptions[number - 1] or "")[:80],
        "scale": float(scale),
        "offset": float(offset),
    }


def _figures(sample: Any, scale: float, offset: float) -> dict[str, Any]:
    if not sample.size:
        return {**dict.fromkeys(("min", "max", "mean", "low", "high", "deviation")), "histogram": []}
    values = sample.astype(np.float64) * scale + offset
    low, high = np.percentile(values, [2, 98])
    least, most = float(values.min()), float(values.max())
    counts = np.histogram(values, bins=PARTS, range=(least, most if most > least else least + 1))[0]
    return {
        "min": least,
        "max": most,
        "mean": float(values.mean()),
        "deviation": float(values.std()),
        "low": float(low),
        "high": float(high),
        "histogram": [int(count) for count in counts],
    }


def _few(sample: Any) -> list[list[int]]:
    """Return the different whole values with their counts, where they are few."""
    if sample.dtype.kind not in "iu" or not sample.size:
        return []
    values, counts = np.unique(sample, return_counts=True)
    return [[int(value), int(n)] for value, n in zip(values, counts, strict=True)] if len(values) <= FEW else []


def _palette(source: Any, number: int) -> list[list[Any]]:
    try:
        colours = source.colormap(number)
    except ValueError:
        return []
    return [[int(value), "#" + "".join(f"{part:02x}" for part in rgba[:3])] for value, rgba in colours.items()]


def _notes(source: Any, where: Placed, empty: Empty) -> list[dict[str, Any]]:
    notes: list[tuple[str, dict[str, Any]]] = []
    if where.crs is None:
        notes.append(("no_crs", {}))
    elif where.is_bad:
        notes.append(("bad_crs", {"crs": _title(where.crs)}))
    if where.how != "straight":
        notes.append((where.how, {}))
    if empty.is_bad:
        notes.append(("bad_nodata", {"nodata": f"{source.nodata:g}", "type": source.dtypes[0]}))
    if (source.scales[0], source.offsets[0]) != (1.0, 0.0):
        notes.append(("scaled", {"scale": f"{source.scales[0]:g}", "offset": f"{source.offsets[0]:g}"}))
    if source.tags(ns="OVERVIEWS"):
        notes.append(("points_elsewhere", {}))
    return [{"code": code, "data": data} for code, data in notes]


def _pixel_m(where: Placed, width: int, height: int) -> tuple[float, float]:
    across, down = pixel_m(where.transform, where.crs, np.array([width / 2]), np.array([height / 2]))
    return float(across[0]), float(down[0])


def _name(crs: CRS | None) -> str:
    if crs is None:
        return ""
    return ":".join(crs.to_authority() or ()) or str(crs.to_wkt())


def _title(crs: CRS | None) -> str:
    if crs is None:
        return ""
    wkt = crs.to_wkt()
    return wkt.split('"')[1][:80] if '"' in wkt else ""


def _zooms(extent: tuple[float, float, float, float] | None, size: tuple[float, float] | None) -> dict[str, int]:
    """Return the zoom at which it is as large as a tile, and the one at which a cell is as large as a pixel."""
    if extent is None or size is None:
        return {"min_zoom": 0, "max_zoom": DEEPEST}
    west, south, east, north = extent
    shrunk = math.cos(math.radians(min(85.0, abs(south + north) / 2)))
    deepest = math.ceil(math.log2(EQUATOR_M * shrunk / TILE / max(1e-3, min(size))) - 0.25)
    widest = math.floor(math.log2(360 / max(1e-9, east - west, (north - south) / shrunk)))
    deepest = min(DEEPEST, max(0, deepest))
    return {"min_zoom": min(deepest, max(0, widest)), "max_zoom": deepest}

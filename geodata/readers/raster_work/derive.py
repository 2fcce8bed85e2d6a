"""Slope, aspect or hillshade of an elevation model, block by block, as a new cloud-optimised GeoTIFF."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from geodata.readers.raster_work import terrain
from geodata.readers.raster_work.cog import BLOCK, TILES_DONE, finish, profile_of
from geodata.readers.raster_work.faults import Fault
from geodata.readers.raster_work.looking import read_window
from geodata.readers.raster_work.metres import pixel_m
from geodata.readers.raster_work.opening import Empty, empty_of, opened, placed
from geodata.readers.raster_work.telling import tell

SIDE = 2 * BLOCK
NOTHING, SHADED = -9999.0, 255
HEIGHTS = (ColorInterp.gray, ColorInterp.undefined)


def do(request: dict[str, Any]) -> dict[str, Any]:
    """Derive; returns what the new file is, as `looking.look` says it."""
    tiles = Path(request["folder"], "tiles.tif")
    is_shade = request["what"] == "hillshade"
    with opened(request) as source:
        where, empty = placed(source, ""), empty_of(source)
        if source.count != 1 or source.colorinterp[0] not in HEIGHTS:
            raise Fault("not_elevation", bands=source.count)
        if where.crs is None or where.is_bad or where.how != "straight":
            raise Fault("no_crs")
        kind = "uint8" if is_shade else "float32"
        profile = profile_of(kind, 1) | {
            "width": source.width,
            "height": source.height,
            "count": 1,
            "dtype": kind,
            "crs": where.crs,
            "transform": where.transform,
            "nodata": 0 if is_shade else NOTHING,
        }
        sizes = _sizes(source, where)
        windows = [window for _, window in _windows(source)]
        with rasterio.open(tiles, "w", **profile) as out:
            for done, window in enumerate(windows, 1):
                out.write(_derived(source, window, empty, sizes, request).astype(kind), 1, window=window)
                tell(TILES_DONE * done / len(windows))
    # The mean of 1° and 359° is no direction: from far away one of the cells stands for all.
    return finish(tiles, Path(request["target"]), request, is_of_classes=request["what"] == "aspect")


def _sizes(source: Any, where: Any) -> tuple[Any, Any]:
    """Return width and height in metres of a cell of each row, measured in the middle of the row."""
    rows = np.arange(source.height) + 0.5
    across, down = pixel_m(where.transform, where.crs, np.full(source.height, source.width / 2), rows)
    if not (np.isfinite(across).all() and np.isfinite(down).all()):
        raise Fault("bad_crs", crs=where.crs.to_string()[:80])
    return np.maximum(across, 1e-6), np.maximum(down, 1e-6)  # at a pole a cell has no width


def _windows(source: Any) -> Any:
    for top in range(0, source.height, SIDE):
        for left in range(0, source.width, SIDE):
            window = Window(left, top, min(SIDE, source.width - left), min(SIDE, source.height - top))
            yield top, window


def _derived(source: Any, window: Window, empty: Empty, sizes: tuple[Any, Any], request: dict[str, Any]) -> Any:
    heights = _heights(source, window, empty)
    rows = slice(int(window.row_off), int(window.row_off + window.height))
    rise = terrain.gradients(heights * request["z_factor"], sizes[0][rows], sizes[1][rows])
    match request["what"]:
        case "slope":
            found = terrain.slope_degrees(*rise)
        case "aspect":
            found = terrain.aspect_degrees(*rise)
        case _:
            lit = terrain.hillshade(*rise, azimuth=request["azimuth"], altitude=request["altitude"])
            found = 1 + np.round(lit * (SHADED - 1))
    nothing = 0 if request["what"] == "hillshade" else NOTHING
    return np.where(np.isnan(heights[1:-1, 1:-1]) | np.isnan(found), nothing, found)


def _heights(source: Any, window: Window, empty: Empty) -> Any:
    """Return the heights of a window and one cell around it; not-a-number where there is none."""
    left, top = max(0, int(window.col_off) - 1), max(0, int(window.row_off) - 1)
    right = min(source.width, int(window.col_off + window.width) + 1)
    bottom = min(source.height, int(window.row_off + window.height) + 1)
    values, full = read_window(source, Window(left, top, right - left, bottom - top), empty)
    known = np.where(full[0], values[0] * source.scales[0] + source.offsets[0], np.nan)
    missing = (
        (int(top == window.row_off), int(bottom == window.row_off + window.height)),
        (int(left == window.col_off), int(right == window.col_off + window.width)),
    )
    return np.pad(known, missing, constant_values=np.nan)  # the edge is continued as it went

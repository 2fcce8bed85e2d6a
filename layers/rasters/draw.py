"""Tiles and values of our own cloud-optimised GeoTIFFs, by rio-tiler."""

import math
from pathlib import Path
from typing import Any

from layers.rasters.pool import lent
from layers.rasters.style import Classes, Hillshade, RasterStyle
from layers.tiles.address import Tile

SIZE = 256
EQUATOR_M = 40_075_016.686
# A PNG of 256 × 256 transparent pixels, one bit each.
EMPTY = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000010000000100010300000066bc3a2500000003504c5445000000a77a3dda"
    "0000000174524e530040e6d8660000001f4944415478daedc1010d000000c2a0f74f6d0e37a00000000000000000be0d"
    "2100000160e49d970000000049454e44ae426082"
)


def tile_png(path: Path, z: int, x: int, y: int, style: RasterStyle) -> bytes:
    """Return the tile as a PNG of 256 px, transparent where there is nothing. Raises TileOutside, NotFound."""
    tile = Tile(z, x, y)
    with lent(path) as reader:
        values, full = _values(reader, tile, style)
    if values is None:
        return EMPTY
    from layers.rasters.paint import painted

    if isinstance(style, Hillshade):
        across_m, down_m = _cell_m(tile)
        return painted(style, values, full, across_m=across_m, down_m=down_m)
    return painted(style, values, full)


def value_at(path: Path, lng: float, lat: float) -> list[float | None] | None:
    """Return the value of each band at a place in EPSG:4326, None for an empty one; None where there is nothing."""
    from rio_tiler.errors import PointOutsideBounds

    with lent(path) as reader:
        try:
            found = reader.point(lng, lat, unscale=_is_scaled(reader)).array
        except PointOutsideBounds:
            return None
    values = [None if one is None or not math.isfinite(one) else one for one in found.tolist()]
    return values if any(value is not None for value in values) else None


def _values(reader: Any, tile: Tile, style: RasterStyle) -> tuple[Any, Any]:
    """Return the values of a tile's pixels and which there are, or None twice where it lies outside or is empty."""
    import numpy as np
    from rio_tiler.errors import TileOutsideBounds

    try:
        found = reader.tile(
            tile.x,
            tile.y,
            tile.z,
            tilesize=SIZE,
            indexes=style.bands,
            buffer=1 if isinstance(style, Hillshade) else None,
            reproject_method="nearest" if isinstance(style, Classes) else "bilinear",
            resampling_method="nearest",  # out of overviews that are means already; others take half as long again
            unscale=_is_scaled(reader),
            # Between two whole metres there are others: else a slope seen from near by is a staircase.
            vrt_options={"dtype": "float32"} if isinstance(style, Hillshade) else None,
        ).array
    except TileOutsideBounds:
        return None, None
    full = ~np.ma.getmaskarray(found)
    return (found.data, full) if full.any() else (None, None)


def _is_scaled(reader: Any) -> bool:
    return any(scale != 1 for scale in reader.dataset.scales) or any(reader.dataset.offsets)


def _cell_m(tile: Tile) -> tuple[Any, Any]:
    """Return the size on the ground, in metres, of a pixel of each row of a tile."""
    import numpy as np

    side = EQUATOR_M / 2**tile.z / SIZE
    rows = tile.y + (np.arange(SIZE) + 0.5) / SIZE
    size = side / np.cosh(math.pi * (1 - 2 * rows / 2**tile.z))
    return size, size

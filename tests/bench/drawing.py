"""Tiles of a raster drawn in a process of its own, which begins here: it needs no Django."""

import time
from pathlib import Path

from layers.rasters.draw import tile_png
from layers.rasters.style import RasterStyle


def drawn(path: str, tiles: list[tuple[int, int, int]], style: RasterStyle) -> tuple[list[float], float]:
    """Draw tiles; returns how long each took and the processor time of all, in seconds.

    What is imported with the first tile is not counted.
    """
    tile_png(Path(path), 0, 0, 0, style)
    took, used = [], time.process_time()
    for z, x, y in tiles:
        began = time.perf_counter()
        tile_png(Path(path), z, x, y, style)
        took.append(time.perf_counter() - began)
    return took, time.process_time() - used

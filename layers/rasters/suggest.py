"""A table of classes to begin with: each value where there are few, else parts of the whole range."""

import math

from geodata.readers.raster_facts import RasterBand
from layers.rasters.style import RasterClass
from layers.styles.ramps import RAMPS, USUAL_VALUES

FEW, PARTS = 32, 5
RANGES = "viridis"


def suggested_classes(band: RasterBand) -> tuple[RasterClass, ...]:
    """Return classes that hold all values of a band; none where nothing is known of them.

    Values that the file itself has colours for keep them.
    """
    if 0 < len(band.values) <= FEW:
        own = dict(band.palette)
        spare = RAMPS[USUAL_VALUES].colours(len(band.values))
        return tuple(
            RasterClass(value, value, own.get(value, spare[place]), "")
            for place, (value, _count) in enumerate(band.values)
        )
    if band.min is None or band.max is None:
        return ()
    edges = _edges(band.min, band.max)
    shades = RAMPS[RANGES].colours(len(edges) - 1)
    return tuple(RasterClass(edges[n], edges[n + 1], shade, "") for n, shade in enumerate(shades))


def _edges(least: float, most: float) -> list[float]:
    """Return round numbers of equal distance around all values; the last is larger than the largest value."""
    width = (most - least) / PARTS or 1.0
    unit = 10.0 ** math.floor(math.log10(width))
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= width)
    first = math.floor(least / step)
    last = max(first + 1, math.floor(most / step) + 1)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]

"""Values → a PNG by a style: numbers of colours where there are few, so that a tile is small and quickly packed.

Imported when the first tile is drawn: numpy and Pillow are of no use to a web process before.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image

from geodata.readers.raster_work import terrain
from layers.rasters.style import Classes, Hillshade, Ramp, RasterStyle, Stretch
from layers.styles.ramps import RAMPS, rgb

COLOURS = 255  # of a tile; number 0 is nothing
GREYS = tuple(f"#{grey:02x}{grey:02x}{grey:02x}" for grey in range(1, 256))
PACKED = 3  # how hard PNG is packed: beyond this it takes longer and is hardly smaller


def painted(style: RasterStyle, values: Any, full: Any, *, across_m: Any = None, down_m: Any = None) -> bytes:
    """Return a PNG. values, full: (bands, rows, columns), full where there is a value.

    For a hillshade the values have one more cell on each side, and the size of a cell of each row is given, in metres.
    """
    match style:
        case Stretch(bands=(_, _, _)):
            return _picture(style, values, full)
        case Stretch():
            lit = _lit(values[0], style.ranges[0], style.gamma)
            return _numbered(np.where(full[0], np.clip(lit, 1, None), 0), GREYS)
        case Ramp():
            return _along(style, values[0], full[0])
        case Classes():
            return _classed(style, values[0], full[0])
        case Hillshade():
            return _shaded(style, values[0], full[0], across_m, down_m)


def _along(style: Ramp, values: Any, full: Any) -> bytes:
    n = style.steps or COLOURS
    share = (values.astype(np.float64) - style.min) * (n / (style.max - style.min))
    if values.dtype.kind == "f":
        share = np.nan_to_num(share)
    numbers = np.clip(share, 0, n - 1).astype(np.uint8) + 1
    return _numbered(np.where(full, numbers, 0), _colours(style.ramp, n, style.is_reversed))


@lru_cache(maxsize=64)
def _colours(ramp: str, n: int, is_reversed: bool) -> tuple[str, ...]:
    return RAMPS[ramp].colours(n, is_reversed=is_reversed)


def _classed(style: Classes, values: Any, full: Any) -> bytes:
    numbers = np.zeros(values.shape, np.uint8)
    for number, one in enumerate(style.classes, 1):
        numbers[values == one.begin if one.begin == one.end else (values >= one.begin) & (values < one.end)] = number
    return _numbered(np.where(full, numbers, 0), [one.colour for one in style.classes])


def _shaded(style: Hillshade, heights: Any, full: Any, across_m: Any, down_m: Any) -> bytes:
    known = np.where(full, heights, np.float32(np.nan)) * np.float32(style.exaggeration)
    rise = terrain.gradients(known, across_m.astype(np.float32), down_m.astype(np.float32))
    lit = terrain.hillshade(*rise, azimuth=style.azimuth, altitude=style.altitude)
    numbers = 1 + np.nan_to_num(lit * (COLOURS - 1)).round().astype(np.uint8)
    return _numbered(np.where(full[1:-1, 1:-1], numbers, 0), GREYS)


def _picture(style: Stretch, values: Any, full: Any) -> bytes:
    bands = [_lit(values[place], style.ranges[place], style.gamma) for place in range(3)]
    seen = full.any(axis=0)
    if not seen.all():
        bands.append(np.where(seen, np.uint8(255), np.uint8(0)))
        bands[:3] = [np.where(seen, band, 0) for band in bands[:3]]  # packs better
    image = Image.fromarray(np.ascontiguousarray(np.stack(bands, axis=-1)))
    return _png(image)


def _lit(values: Any, ends: tuple[float, float], gamma: float) -> Any:
    least, most = ends
    if values.dtype == np.uint8 and (least, most, gamma) == (0, 255, 1):
        return values
    share = np.clip((values.astype(np.float32) - np.float32(least)) / np.float32(most - least), 0, 1)
    if gamma != 1:
        share **= 1 / gamma
    return np.nan_to_num(share * 255).round().astype(np.uint8)


def _numbered(numbers: Any, colours: Sequence[str]) -> bytes:
    """Return a PNG of numbers: 0 is nothing, n is the n-th colour."""
    image = Image.fromarray(numbers.astype(np.uint8))
    image.putpalette(_palette(tuple(colours)))
    return _png(image, transparency=0)


@lru_cache(maxsize=64)
def _palette(colours: tuple[str, ...]) -> bytes:
    return bytes(3) + b"".join(bytes(rgb(colour)) for colour in colours)


def _png(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=PACKED, **options)
    return out.getvalue()

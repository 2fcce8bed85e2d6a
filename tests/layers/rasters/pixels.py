"""Reading back what was drawn."""

import io
import math
from typing import Any

import numpy as np
from PIL import Image


def rgba(png: bytes) -> Any:
    """Return the pixels of a PNG, (256, 256, 4)."""
    image = Image.open(io.BytesIO(png))
    assert image.size == (256, 256)
    return np.asarray(image.convert("RGBA"))


def tile_at(lng: float, lat: float, z: int) -> tuple[int, int, int]:
    """Return z, x, y of the tile at a place."""
    x, y = place(lng, lat, z)
    return z, int(x), int(y)


def place(lng: float, lat: float, z: int) -> tuple[float, float]:
    """Return a place in units of tiles."""
    side = 2**z
    return (lng + 180) / 360 * side, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side


def pixel_at(png: bytes, lng: float, lat: float, z: int) -> tuple[int, ...]:
    """Return the colour of a place in its tile."""
    x, y = place(lng, lat, z)
    return tuple(int(part) for part in rgba(png)[int(y % 1 * 256), int(x % 1 * 256)])

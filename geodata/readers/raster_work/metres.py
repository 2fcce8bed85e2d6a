"""How large a cell is on the ground, in any system: measured on the ellipsoid."""

from typing import Any

import numpy as np
from rasterio.crs import CRS
from rasterio.warp import transform as project

from geodata.readers.raster_work.opening import on_map

AXIS_M, FLATNESS = 6_378_137.0, 1 / 298.257223563  # of WGS 84
E2 = FLATNESS * (2 - FLATNESS)


def pixel_m(transform: Any, crs: CRS, columns: Any, rows: Any) -> tuple[Any, Any]:
    """Return width and height in metres of the cells around places given by fractional columns and rows."""
    half = 0.5
    ends = [
        (columns - half, rows),
        (columns + half, rows),
        (columns, rows - half),
        (columns, rows + half),
    ]
    places = [on_map(transform, column, row) for column, row in ends]
    x, y = (np.concatenate([place[axis] for place in places]) for axis in (0, 1))
    if not crs.is_geographic:
        x, y = (np.asarray(values) for values in project(crs, CRS.from_epsg(4326), x, y))
    (west_x, east_x, north_x, south_x), (west_y, east_y, north_y, south_y) = np.split(x, 4), np.split(y, 4)
    return _apart_m(west_x, west_y, east_x, east_y), _apart_m(north_x, north_y, south_x, south_y)


def _apart_m(lon: Any, lat: Any, other_lon: Any, other_lat: Any) -> Any:
    """Return how far places near each other are apart, by the radii of the ellipsoid between them."""
    middle = np.radians((lat + other_lat) / 2)
    bent = 1 - E2 * np.sin(middle) ** 2
    north = AXIS_M * (1 - E2) / bent**1.5 * np.radians(other_lat - lat)
    east = AXIS_M / np.sqrt(bent) * np.cos(middle) * np.radians(other_lon - lon)
    return np.hypot(north, east)

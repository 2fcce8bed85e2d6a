"""Slope, aspect and hillshade of heights: arrays in, arrays out (Horn 1981, the rule of gdaldem and of most GIS)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]


def gradients(heights: FloatArray, across_m: FloatArray, down_m: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how much it rises towards the east and towards the north, in metres a metre.

    heights: (rows + 2, columns + 2), not-a-number where there is none; across_m, down_m: size of a cell of each row,
    (rows,). A neighbour without a height is taken as the plane through the others would have it; without others, as
    level.
    """
    rows, columns = heights.shape[0] - 2, heights.shape[1] - 2
    centre = heights[1:-1, 1:-1]

    def at(down: int, across: int) -> FloatArray:
        return heights[1 + down : 1 + down + rows, 1 + across : 1 + across + columns]

    has_holes = bool(np.isnan(heights).any())

    def beside(down: int, across: int) -> FloatArray:
        if not has_holes:
            return at(down, across)
        opposite = at(-down, -across)
        return _filled(at(down, across), np.where(np.isnan(opposite), centre, 2 * centre - opposite))

    north, south, west, east = beside(-1, 0), beside(1, 0), beside(0, -1), beside(0, 1)
    north_west, north_east, south_west, south_east = at(-1, -1), at(-1, 1), at(1, -1), at(1, 1)
    if has_holes:
        north_west, north_east = _filled(north_west, north + west - centre), _filled(north_east, north + east - centre)
        south_west, south_east = _filled(south_west, south + west - centre), _filled(south_east, south + east - centre)
    eastward = (north_east + 2 * east + south_east) - (north_west + 2 * west + south_west)
    northward = (north_west + 2 * north + north_east) - (south_west + 2 * south + south_east)
    return eastward / (8 * across_m[:, None]), northward / (8 * down_m[:, None])


def _filled(heights: FloatArray, otherwise: FloatArray) -> FloatArray:
    return np.where(np.isnan(heights), otherwise, heights)


def slope_degrees(eastward: FloatArray, northward: FloatArray) -> FloatArray:
    """Return the steepness in degrees: 0 is level, 90 a wall."""
    found: FloatArray = np.degrees(np.arctan(np.hypot(eastward, northward)))
    return found


def aspect_degrees(eastward: FloatArray, northward: FloatArray) -> FloatArray:
    """Return where a slope looks to, clockwise from north, 0 to 360; not-a-number where it is level."""
    found = np.degrees(np.arctan2(-eastward, -northward)) % 360
    return np.where((eastward == 0) & (northward == 0), np.nan, found)


def hillshade(eastward: FloatArray, northward: FloatArray, *, azimuth: float, altitude: float) -> FloatArray:
    """Return how bright it lies in the sun, 0 to 1. azimuth, altitude: of the sun, from north, above the horizon."""
    turn, height = np.radians(azimuth), np.radians(altitude)
    towards = np.sin(height) - np.cos(height) * (np.sin(turn) * eastward + np.cos(turn) * northward)
    lit: FloatArray = np.clip(towards / np.sqrt(1 + eastward**2 + northward**2), 0, 1)
    return lit

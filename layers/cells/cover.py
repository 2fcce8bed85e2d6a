"""A selection as cells: those wholly inside are read from books, only those on its line are counted row by row."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.cells.books import LEVELS
from layers.tiles.address import BITS

DEEPEST = LEVELS[-1]
MOST_ON_THE_LINE = 3000  # a line longer than around this city is followed less closely
# A place that is rounded onto the border of a cell may lie this far beyond it.
SLACK_DEG = 1e-7

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Cover:
    """Half-open ranges of Morton codes. inside: by the level that they have to be read at. edge: on the line.

    polygon: the selection itself, EPSG:4326, as WKT.
    """

    inside: dict[int, tuple[tuple[int, int], ...]]
    edge: tuple[tuple[int, int], ...]
    polygon: str

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """Those inside, of all levels."""
        return [one for some in self.inside.values() for one in some]


@lru_cache(maxsize=256)
def cover_of(selection: shapely.Geometry, within: tuple[int, int] | None = None) -> Cover:
    """Return the cover of a selection (EPSG:4326), of the part of it in a range of Morton codes.

    Descends the tree of cells from the whole world: a cell outside is left, one inside is kept whole, one on the line
    is split, down to 38 m. Cost: some milliseconds, by the length of the line.
    """
    shapely.prepare(selection)
    inside: dict[int, list[tuple[int, int]]] = {}
    x, y = np.zeros(1, np.int64), np.zeros(1, np.int64)
    edge: list[tuple[int, int]] = []
    for level in range(DEEPEST + 1):
        if within is not None:
            codes = _interleaved(x, y) << (2 * (BITS - level))
            size = 1 << (2 * (BITS - level))
            here = (codes + size > within[0]) & (codes < within[1])
            x, y = x[here], y[here]
        boxes = _boxes(x, y, level)
        touching = shapely.intersects(selection, boxes)
        x, y, boxes = x[touching], y[touching], boxes[touching]
        whole = shapely.contains(selection, boxes)
        if whole.any():
            read_at = next(kept for kept in LEVELS if kept >= level)
            inside.setdefault(read_at, []).extend(_ranges(x[whole], y[whole], level))
        x, y = x[~whole], y[~whole]
        if level == DEEPEST or len(x) > MOST_ON_THE_LINE:
            edge = _ranges(x, y, level)
            break
        x = (x[:, None] * 2 + np.array([0, 1, 0, 1])).ravel()
        y = (y[:, None] * 2 + np.array([0, 0, 1, 1])).ravel()
    return Cover(
        {level: _clipped(_merged(ranges), within) for level, ranges in inside.items()},
        _clipped(_merged(edge), within),
        selection.wkt,
    )


def _boxes(x: Codes, y: Codes, level: int) -> NDArray[np.object_]:
    side = 2.0**level
    west, east = x / side * 360 - 180, (x + 1) / side * 360 - 180
    north, south = _latitude(y / side), _latitude((y + 1) / side)
    found: NDArray[np.object_] = shapely.box(west - SLACK_DEG, south - SLACK_DEG, east + SLACK_DEG, north + SLACK_DEG)
    return found


def _latitude(v: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * v))))


def _interleaved(x: Codes, y: Codes) -> Codes:
    codes = np.zeros_like(x)
    for bit in range(BITS):
        codes |= (x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1
    return codes


def _ranges(x: Codes, y: Codes, level: int) -> list[tuple[int, int]]:
    shift = 2 * (BITS - level)
    return [(int(code) << shift, int(code) + 1 << shift) for code in _interleaved(x, y)]


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges in order, neighbours made one."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and merged[-1][1] == low:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def _clipped(ranges: list[tuple[int, int]], within: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
    if within is None:
        return tuple(ranges)
    low, high = within
    return tuple((max(one, low), min(other, high)) for one, other in ranges if one < high and other > low)

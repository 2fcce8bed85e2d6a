"""Turns the grid of cells into outlines that look like a city: smooth, without gaps, and marked as approximate.

The staircase between two desa is one line of the coverage, shared by both; it is smoothed as one, its ends fixed, so
that neighbours keep touching. See docs/decisions/demo-boundaries.md for what was tried and how true it is.
"""

from functools import cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize

from geodata.city.folder import REFERENCE_DIR
from geodata.demo.grid import DesaGrid, read_grid

FloatArray: TypeAlias = NDArray[np.float64]

HALVINGS = 4  # times each corner is pulled to the middle of its edges
SIMPLIFY_M = 30.0  # square root of the smallest triangle that is kept, as in shapely.coverage_simplify
DECIMALS = 6  # of a degree: 0.1 m


def desa_outlines(grid: DesaGrid) -> dict[str, MultiPolygon]:
    """Return code → outline in EPSG:4326 for every desa of the grid, a valid coverage without gaps or overlaps."""
    cells: dict[str, list[Polygon]] = {}
    for code, west, south in grid.cells():
        cells.setdefault(code, []).append(shapely.box(west, south, west + grid.cell_m, south + grid.cell_m))
    codes = sorted(cells)
    blocks = [shapely.union_all(cells[code]) for code in codes]
    smooth = shapely.coverage_simplify(_smoothed(blocks, grid.cell_m), SIMPLIFY_M)
    to_degrees = Transformer.from_crs(grid.srid, 4326, always_xy=True)

    def degrees(xy: FloatArray) -> FloatArray:
        return np.round(np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])), DECIMALS)

    return {code: _multi(shapely.transform(outline, degrees)) for code, outline in zip(codes, smooth, strict=True)}


@cache
def outlines_of_city(slug: str) -> dict[str, MultiPolygon]:
    """Return the outlines made from the grid in a city's folder; made once a process."""
    return desa_outlines(read_grid(REFERENCE_DIR / slug / "desa_grid.txt"))


def _multi(outline: BaseGeometry) -> MultiPolygon:
    return outline if isinstance(outline, MultiPolygon) else MultiPolygon([outline])


def _smoothed(blocks: list[BaseGeometry], cell_m: float) -> list[BaseGeometry]:
    """Smooth every line between two desa, then put the faces together again."""
    borders = shapely.union_all([block.boundary for block in blocks])
    lines = [_smooth_line(line, cell_m) for line in linemerge(borders).geoms]
    tree = shapely.STRtree(blocks)
    faces: list[list[Polygon]] = [[] for _ in blocks]
    for face in polygonize(shapely.union_all(lines)):
        shares = [(blocks[index].intersection(face).area, int(index)) for index in tree.query(face)]
        share, owner = max(shares, default=(0.0, -1))
        if share > face.area / 2:  # else a hole: no desa lies there
            faces[owner].append(face)
    return [shapely.union_all(parts) for parts in faces]


def _smooth_line(line: BaseGeometry, cell_m: float) -> BaseGeometry:
    closed = bool(line.is_ring)
    xy = _stepwise(shapely.get_coordinates(line), cell_m)
    for _ in range(HALVINGS):
        middle = (xy[:-1] + xy[1:]) / 2
        xy = np.vstack([middle, middle[:1]]) if closed else np.vstack([xy[:1], middle, xy[-1:]])
    return shapely.LineString(xy)


def _stepwise(xy: FloatArray, cell_m: float) -> FloatArray:
    """Put a corner at every cell, so that long straight runs smooth like short ones."""
    steps = [xy[:1]]
    for start, end in pairwise(xy):
        count = max(1, round(float(np.hypot(*(end - start))) / cell_m))
        steps.append(start + (end - start) * (np.arange(1, count + 1) / count)[:, None])
    return np.vstack(steps)

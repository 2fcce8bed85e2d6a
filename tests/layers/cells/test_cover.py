"""A selection as cells: inside and edge together hold just what could lie in it."""

import math
import random

import shapely

from layers.cells.cover import cover_of
from layers.tiles.address import BITS, morton


def code_of(lng: float, lat: float) -> int:
    side = 2**BITS
    x = (lng + 180) / 360 * side
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side
    return morton(int(x), int(y))


def test_what_lies_in_a_cell_inside_lies_in_the_selection_and_nothing_of_it_is_left_out() -> None:
    selection = shapely.Polygon([(112.50, -7.90), (112.56, -7.89), (112.55, -7.85), (112.53, -7.88), (112.51, -7.85)])
    cover = cover_of(selection)
    inside = [one for ranges in cover.inside.values() for one in ranges]
    dice = random.Random(1)
    seen = {"inside": 0, "edge": 0, "outside": 0}
    for _ in range(4000):
        lng, lat = dice.uniform(112.49, 112.57), dice.uniform(-7.91, -7.84)
        code, is_in = code_of(lng, lat), selection.covers(shapely.Point(lng, lat))
        in_cells, in_edge = (sum(low <= code < high for low, high in ranges) for ranges in (inside, cover.edge))
        assert in_cells + in_edge <= 1
        if in_cells:
            assert is_in
        elif not in_edge:
            assert not is_in
        seen["inside" if in_cells else "edge" if in_edge else "outside"] += 1
    assert seen["inside"] > 1000 > seen["edge"]


def test_a_part_of_it_is_the_part_and_an_empty_selection_is_nothing() -> None:
    selection = shapely.box(112.50, -7.90, 112.56, -7.85)
    low = code_of(112.53, -7.87) >> 36 << 36
    cover = cover_of(selection, (low, low + (1 << 36)))
    assert all(low <= one and other <= low + (1 << 36) for ranges in cover.inside.values() for one, other in ranges)
    nothing = cover_of(shapely.Polygon())
    assert (nothing.inside, nothing.edge) == ({}, ())


def test_the_whole_world_is_few_ranges() -> None:
    cover = cover_of(shapely.box(-180, -85, 180, 85))
    assert sum(len(ranges) for ranges in cover.inside.values()) < 20_000

"""Fields of the demo city: plots side by side in blocks, as hills are tilled, made up and always the same."""

import math
from collections.abc import Iterator
from random import Random

from shapely.geometry import MultiPoint, Polygon

from geodata.demo.terrain import Desa

Corner = tuple[float, float]
ACROSS_M, ALONG_M = (16, 42), (28, 75)  # of one plot
JITTER = 0.16  # of a side: no field has right angles
ROWS, COLUMNS = 2, 4
TRIES = 40


def fields_of(desa: Desa, count: int, pick: Random) -> list[list[Corner]]:
    """Return `count` plots of a desa as rings in metres, not closed; neighbours share edges, none overlaps another."""
    rings: list[list[Corner]] = []
    taken: list[Polygon] = []
    for _ in range(TRIES):
        if len(rings) >= count:
            break
        block = list(_block(desa, pick))
        ground = MultiPoint([corner for ring in block for corner in ring]).convex_hull.buffer(6)
        if desa.inside.contains(ground) and not any(ground.intersects(other) for other in taken):
            taken.append(ground)
            rings += block
    return rings[:count]


def _block(desa: Desa, pick: Random) -> Iterator[list[Corner]]:
    """Two rows of plots along the slope; what two plots share is one corner for both."""
    middle = desa.place("farm", pick)
    turn = pick.uniform(0, math.pi)
    across, along = pick.uniform(*ACROSS_M), pick.uniform(*ALONG_M)
    nodes = {}
    for row in range(ROWS + 1):
        for column in range(COLUMNS + 1):
            x = (column + pick.uniform(-JITTER, JITTER)) * across
            y = (row + pick.uniform(-JITTER, JITTER)) * along
            nodes[row, column] = (
                middle.x + x * math.cos(turn) - y * math.sin(turn),
                middle.y + x * math.sin(turn) + y * math.cos(turn),
            )
    for row in range(ROWS):
        for column in range(COLUMNS):
            steps = ((0, 0), (0, 1), (1, 1), (1, 0))
            yield [nodes[row + down, column + right] for down, right in steps]


def moved(ring: list[Corner], pick: Random) -> list[Corner]:
    """Return the ring as somebody drew it who took the neighbour's edge for an own: a part of it lies on theirs."""
    (x0, y0), (x1, y1) = ring[0], ring[1]
    by = pick.uniform(0.25, 0.45)
    return [(x + by * (x1 - x0), y + by * (y1 - y0)) for x, y in ring]

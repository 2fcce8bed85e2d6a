"""Which tiles hold something, and how much: people look where the city is, so measurements do too."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

DEEPEST = 18
ZOOMS = tuple(range(8, DEEPEST + 1))


@dataclass(frozen=True)
class Occupied:
    """The tiles of a zoom that hold something: addresses x and y, and how many features are in each."""

    z: int
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    n: NDArray[np.int64]

    def sample(self, most: int, pick: np.random.Generator) -> list[tuple[int, int, int]]:
        """Return up to `most` different tiles, those with much in them more likely."""
        order = np.argsort(-(pick.random(len(self.n)) ** (1 / self.n)))[:most]
        return [(self.z, int(self.x[i]), int(self.y[i])) for i in order]


def occupied(column: str) -> dict[int, Occupied]:
    """Return the tiles by zoom. column: public_m for what strangers see, m for places as they were said."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} >> {60 - 2 * DEEPEST}, count(*) FROM reports_report WHERE {column} IS NOT NULL GROUP BY 1"
        )
        found = np.array(cursor.fetchall(), dtype=np.int64)
    codes, n = found[:, 0], found[:, 1]
    tiles = {}
    for z in sorted(ZOOMS, reverse=True):
        here, index = np.unique(codes >> 2 * (DEEPEST - z), return_inverse=True)
        tiles[z] = Occupied(z, _every_second_bit(here), _every_second_bit(here >> 1), np.bincount(index, n).astype(int))
    return tiles


def addresses(layer: str, tiles: Sequence[tuple[int, int, int]], query: str = "") -> list[str]:
    """Return the addresses of tiles of a layer."""
    asked = f"?{query}" if query else ""
    return [f"/layers/{layer}/tiles/{z}/{x}/{y}.mvt{asked}" for z, x, y in tiles]


def _every_second_bit(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    found = np.zeros_like(codes)
    for bit in range(DEEPEST):
        found |= ((codes >> 2 * bit) & 1) << bit
    return found

"""Where many reports lie: hamlets of very different weight, a few very hot spots, streets, and a little everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.demo.terrain import MARGIN_M, Desa, Terrain

FloatArray: TypeAlias = NDArray[np.floating[Any]]
IntArray: TypeAlias = NDArray[np.int64]

# Shares of all reports; the rest lies anywhere in the city.
IN_HOT_SPOTS, IN_HAMLETS, ON_STREETS = 0.14, 0.53, 0.29
HOT_SPOTS = 6
EXTRA_HAMLETS = 5  # in each desa, beside those that have a name
STREET_SPREAD_M = 9.0


@dataclass(frozen=True)
class Places:
    """Points in metres of the city's metric system, and which desa each was drawn for (an index)."""

    xy: FloatArray
    desa: IntArray


class Settlement:
    """The city as something to draw places from."""

    def __init__(self, terrain: Terrain, seed: int) -> None:
        """Choose where the hot spots and the unnamed hamlets are."""
        self.codes = list(terrain.desa)
        pick = np.random.default_rng([seed, 1])
        self._hamlets = _Clusters.of_hamlets(list(terrain.desa.values()), pick)
        self._hot_spots = _Clusters.hot_spots(list(terrain.desa.values()), pick)
        self._streets = _Streets(list(terrain.desa.values()))
        self._city = shapely.union_all([desa.outline for desa in terrain.desa.values()]).buffer(-MARGIN_M)
        shapely.prepare(self._city)

    def draw(self, pick: np.random.Generator, count: int) -> Places:
        """Return `count` places, all inside the city: one that falls outside is drawn again."""
        xy, desa = np.empty((count, 2)), np.empty(count, dtype=np.int64)
        left = np.arange(count)
        while len(left):
            xy[left], desa[left] = self._anywhere(pick, len(left))
            left = left[~shapely.contains_xy(self._city, xy[left, 0], xy[left, 1])]
        return Places(xy, desa)

    def _anywhere(self, pick: np.random.Generator, count: int) -> tuple[FloatArray, IntArray]:
        west, south, east, north = self._city.bounds
        xy = pick.uniform((west, south), (east, north), (count, 2))
        desa = pick.integers(len(self.codes), size=count)
        chance = pick.random(count)
        hot, hamlets = chance < IN_HOT_SPOTS, chance < IN_HOT_SPOTS + IN_HAMLETS
        streets = chance < IN_HOT_SPOTS + IN_HAMLETS + ON_STREETS
        for which, source in (
            (hot, self._hot_spots),
            (hamlets & ~hot, self._hamlets),
            (streets & ~hamlets, self._streets),
        ):
            xy[which], desa[which] = source.draw(pick, int(which.sum()))
        return xy, desa


class _Clusters:
    """Round heaps of reports."""

    def __init__(
        self, middles: Sequence[tuple[float, float]], spreads: FloatArray, weights: FloatArray, desa: IntArray
    ):
        self._middles, self._spreads, self._desa = np.array(middles), spreads, desa
        self._upto = np.cumsum(weights) / weights.sum()

    @classmethod
    def of_hamlets(cls, every: Sequence[Desa], pick: np.random.Generator) -> "_Clusters":
        middles, spreads, weights, owners = [], [], [], []
        for index, desa in enumerate(every):
            west, south, east, north = desa.inside.bounds
            lonely = pick.uniform((west, south), (east, north), (EXTRA_HAMLETS, 2))
            found = [desa.middle, *desa.hamlets, *map(shapely.Point, lonely)]
            size = pick.lognormal(0, 1.1, len(found))
            size[0] *= 3
            middles += [(point.x, point.y) for point in found]
            spreads += [190.0] + [float(spread) for spread in pick.uniform(40, 130, len(found) - 1)]
            weights += list(desa.weight * size / size.sum())
            owners += [index] * len(found)
        return cls(middles, np.array(spreads), np.array(weights), np.array(owners))

    @classmethod
    def hot_spots(cls, every: Sequence[Desa], pick: np.random.Generator) -> "_Clusters":
        """Markets, crossings, the square: near the middles of the liveliest desa."""
        liveliest = sorted(range(len(every)), key=lambda index: -every[index].weight)[:HOT_SPOTS]
        middles = [(every[i].middle.x + dx, every[i].middle.y + dy) for i, (dx, dy) in _zip(liveliest, pick)]
        return cls(middles, pick.uniform(35, 110, len(middles)), 0.6 ** np.arange(len(middles)), np.array(liveliest))

    def draw(self, pick: np.random.Generator, count: int) -> tuple[FloatArray, IntArray]:
        which = np.searchsorted(self._upto, pick.random(count))
        return self._middles[which] + pick.normal(0, 1, (count, 2)) * self._spreads[which, None], self._desa[which]


def _zip(indices: Sequence[int], pick: np.random.Generator) -> "zip[tuple[int, FloatArray]]":
    return zip(indices, pick.uniform(-160, 160, (len(indices), 2)), strict=True)


class _Streets:
    """Lines with reports along them."""

    def __init__(self, every: Sequence[Desa]) -> None:
        starts, ends, weights, owners = [], [], [], []
        for index, desa in enumerate(every):
            for line in desa.streets:
                corners = shapely.get_coordinates(line)
                lengths = np.hypot(*(corners[1:] - corners[:-1]).T)
                starts.append(corners[:-1])
                ends.append(corners[1:])
                weights.append(desa.weight * lengths / line.length / len(desa.streets))
                owners.append(np.full(len(lengths), index))
        self._starts, self._steps = np.concatenate(starts), np.concatenate(ends) - np.concatenate(starts)
        self._desa = np.concatenate(owners)
        self._upto = np.cumsum(np.concatenate(weights)) / np.concatenate(weights).sum()

    def draw(self, pick: np.random.Generator, count: int) -> tuple[FloatArray, IntArray]:
        which = np.searchsorted(self._upto, pick.random(count))
        along = pick.random((count, 1))
        return self._starts[which] + along * self._steps[which] + pick.normal(
            0, STREET_SPREAD_M, (count, 2)
        ), self._desa[which]

"""Raster layers by name: described at run time by whoever keeps the files, asked for by tiles, values and legends."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from cityops.errors import NotFound
from layers.rasters.style import RasterStyle


@dataclass(frozen=True, eq=False)
class RasterLayer:
    """One raster of the map.

    path: a cloud-optimised GeoTIFF of our own making (`geodata/readers/raster.py:to_cog`). extent: west, south, east,
    north in EPSG:4326. is_seen_by: whether a user may know that there is such a layer. version: another one whenever
    the file, not the style, is another. group: the heading in the layer panel.
    """

    name: str
    label: Promise | str
    path: Path
    style: RasterStyle
    extent: tuple[float, float, float, float]
    min_zoom: int
    max_zoom: int
    is_seen_by: Callable[[Any], bool]
    version: str
    group: Promise | str

    @property
    def is_public(self) -> bool:
        """Whether strangers see it: then it is the same for all."""
        return self.is_seen_by(AnonymousUser())


def _none(name: str) -> RasterLayer:
    raise NotFound


_find: Callable[[str], RasterLayer] = _none
_every: Callable[[], list[RasterLayer]] = list


def raster_layers_come_from(find: Callable[[str], RasterLayer], every: Callable[[], list[RasterLayer]]) -> None:
    """Say where raster layers are found; find raises NotFound."""
    global _find, _every
    _find, _every = find, every


def raster_named(name: str, user: Any) -> RasterLayer:
    """Return a raster layer that the user may know of. Raises NotFound."""
    layer = _find(name)
    if not layer.is_public and not layer.is_seen_by(user):  # who asks is looked up only where it matters
        raise NotFound
    return layer


def rasters_of(user: Any) -> list[RasterLayer]:
    """Return the raster layers that a user may know of."""
    return [layer for layer in _every() if layer.is_seen_by(user)]

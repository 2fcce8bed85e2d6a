"""Raster layers by name: described at run time by whoever keeps the files, asked for by tiles, values and legends."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from cityops.errors import NotFound
from geodata.readers.raster_facts import RasterBand
from layers.rasters.look import RasterLook
from layers.rasters.style import MOST_BANDS, RasterStyle


@dataclass(frozen=True, eq=False)
class RasterLayer:
    """One raster of the map.

    path: a cloud-optimised GeoTIFF of our own making (`geodata/readers/raster.py:to_cog`). look: how it is shown.
    extent: west, south, east, north in EPSG:4326. tile_zoom: the deepest zoom that is drawn anew. is_seen_by: whether a
    user may know that there is such a layer. version: another one whenever the file, not the look, is another. group:
    the heading in the layer panel. bands: their figures, where they are known. is_look_broken: what was kept as its
    look cannot be drawn any more, so that it is shown as usual.
    """

    name: str
    label: Promise | str
    path: Path
    look: RasterLook
    extent: tuple[float, float, float, float]
    tile_zoom: int
    is_seen_by: Callable[[Any], bool]
    version: str
    group: Promise | str
    bands: tuple[RasterBand, ...] = ()
    is_look_broken: bool = False

    @property
    def style(self) -> RasterStyle:
        """How its cells are drawn."""
        return self.look.drawn

    @property
    def band_count(self) -> int:
        """How many bands a style may name."""
        return len(self.bands) or MOST_BANDS

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

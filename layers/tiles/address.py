"""Addresses of tiles (OGC WebMercatorQuad): their ranges of Morton codes and their envelopes."""

from dataclasses import dataclass

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

MAX_ZOOM = 20
HALF_WORLD_M = 20037508.342789244
BITS = 30  # of a Morton code, for each axis


class TileOutside(CityError):
    """A tile that the scheme does not have."""

    code, status = "tile_outside", 400
    text = _("There is no such tile: z is 0 to %(max_zoom)s, x and y are 0 to 2^z - 1.")


def morton(x: int, y: int) -> int:
    """Interleave the bits of a column and a row, as `features_morton` does in the database."""
    code = 0
    for bit in range(BITS):
        code |= (x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1
    return code


@dataclass(frozen=True)
class Tile:
    """A tile of the scheme. Raises TileOutside."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        """Refuse what the scheme does not have."""
        if not (0 <= self.z <= MAX_ZOOM and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z):
            raise TileOutside(max_zoom=MAX_ZOOM)

    def range_at(self, level: int) -> tuple[int, int]:
        """Return the half-open range of the cells of a level in this tile; of the one cell around it further out."""
        code = morton(self.x, self.y)
        if level < self.z:
            code >>= 2 * (self.z - level)
            return code, code + 1
        shift = 2 * (level - self.z)
        return code << shift, (code + 1) << shift

    @property
    def codes(self) -> tuple[int, int]:
        """The half-open range of Morton codes in this tile."""
        return self.range_at(BITS)

    @property
    def west_north_size(self) -> tuple[float, float, float]:
        """The upper left corner and the side, EPSG:3857, metres."""
        size = 2 * HALF_WORLD_M / 2**self.z
        return -HALF_WORLD_M + self.x * size, HALF_WORLD_M - self.y * size, size

    @property
    def envelope(self) -> Polygon:
        """The tile's square, EPSG:3857, metres."""
        west, north, size = self.west_north_size
        box = Polygon.from_bbox((west, north - size, west + size, north))
        box.srid = 3857
        return box


WORLD = Tile(0, 0, 0)  # holds every other

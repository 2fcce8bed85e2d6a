"""Web mercator tile arithmetic for tests."""

import math

from django.contrib.gis.geos import Point


def tile_of(z: int, place: Point) -> tuple[int, int]:
    """The tile that a place (EPSG:4326) lies in."""
    x = (place.x + 180) / 360 * 2**z
    y = (1 - math.asinh(math.tan(math.radians(place.y))) / math.pi) / 2 * 2**z
    return int(x), int(y)


def covering(z: int, *, margin: int = 1) -> list[tuple[int, int]]:
    """All tiles over the small test city, and a ring around it."""
    west, north = tile_of(z, Point(112.499, -7.839))
    east, south = tile_of(z, Point(112.561, -7.901))
    top = 2**z - 1
    return [
        (x, y)
        for x in range(max(0, west - margin), min(top, east + margin) + 1)
        for y in range(max(0, north - margin), min(top, south + margin) + 1)
    ]

"""A place as an address names it: `?lng=112.526&lat=-7.871`."""

import math

from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError


class BadPlace(CityError):
    """Coordinates that are no place on earth."""

    code, status = "bad_place", 400
    text = _("“lng” and “lat” must be degrees, such as lng=112.526 and lat=-7.871.")


class OutsideCity(CityError):
    """A place lies in no area of the city."""

    code, status = "outside_city", 422
    text = _("This place is outside the city. Move the pin inside the line on the map.")


def place_from(lng: str | None, lat: str | None) -> Point:
    """Return a point (EPSG:4326). Raises BadPlace."""
    try:
        x, y = float(lng or ""), float(lat or "")
    except ValueError:
        raise BadPlace from None
    if not (math.isfinite(x) and math.isfinite(y) and -180 <= x <= 180 and -90 <= y <= 90):
        raise BadPlace
    return Point(x, y, srid=4326)

"""Where to turn with a place outside the city: a hint from the compass bearing, never a border."""

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from cityops.areas.city import in_readers_language, this_city


def outside_advice(place: Point) -> str:
    """Return a sentence for a place (EPSG:4326) outside the city: whose it seems to be, and where to turn."""
    from pyproj import Geod

    city = this_city()
    azimuth, _back, metres = Geod(ellps="WGS84").inv(*city.centre, place.x, place.y)
    bearing, km = azimuth % 360, metres / 1000
    for near in city.neighbours:
        turn = (bearing - near.bearing_from) % 360 <= (near.bearing_to - near.bearing_from - 0.001) % 360
        if turn and near.farther_than_km <= km <= near.nearer_than_km:
            where = _("This place seems to lie in %(name)s, not in %(city)s.")
            hint = where % {"name": near.name, "city": city.name}
            return f"{hint} {in_readers_language(near.turn_to, near.turn_to_en)}"
    return _("This place is far from %(city)s. Move the pin into the city.") % {"city": city.name}

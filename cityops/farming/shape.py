"""What is known of a drawn plot before it is kept: is it a shape, how large, where, and does it overlap others?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSException, Polygon
from django.db import connection
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

MOST_CORNERS = 500
SMALLEST_M2 = 20
LARGEST_HA = 100
MOST_OUTSIDE = 0.1  # of its area: outlines are not exact to the metre


class TooFewCorners(CityError):
    """No area can be drawn with so few corners."""

    code, status = "too_few_corners", 422
    text = _("A plot needs at least three corners. Add corners along its edge.")


class TooManyCorners(CityError):
    """More corners than anybody can check."""

    code, status = "too_many_corners", 422
    text = _("A plot may have at most %(most)s corners; this has %(given)s. Leave out corners on straight edges.")


class CrossesItself(CityError):
    """Two edges cross."""

    code, status = "crosses_itself", 422
    text = _("The edges of the plot cross each other. Put the corners in the order in which you walk around it.")


class TooSmall(CityError):
    """Smaller than any plot, surely a slip."""

    code, status = "plot_too_small", 422
    text = _("This plot has only %(area_m2)s m². A plot has at least %(least)s m²: look whether a corner is missing.")


class TooLarge(CityError):
    """Larger than any plot here."""

    code, status = "plot_too_large", 422
    text = _("This plot has %(area_ha)s hectares. A plot has at most %(most)s: look whether a corner is misplaced.")


class PlotOutside(CityError):
    """The plot, or too much of it, lies outside the city."""

    code, status = "plot_outside", 422
    text = _("%(share)s%% of this plot lies outside the city. Move its corners inside the line on the map.")
    text_all = _("This plot lies outside the city. Check the order of the numbers and the minus sign.")


@dataclass(frozen=True)
class Look:
    """What was found of a shape. area_code, desa: where most of it is told to lie; None outside the city.

    outside: the share of its area outside the city, 0 to 1. Other plots are not looked at (`plots_under`).
    """

    geom: Polygon
    area_ha: float
    area_code: str | None
    desa: str | None
    outside: float


def shape_of(ring: Sequence[Sequence[float]]) -> Polygon:
    """Return the polygon (EPSG:4326) of a ring. Raises TooFewCorners, TooManyCorners, CrossesItself."""
    corners = [(float(lng), float(lat)) for lng, lat in ring]
    if corners and corners[0] == corners[-1]:
        corners.pop()
    if len(set(corners)) < 3:
        raise TooFewCorners
    if len(corners) > MOST_CORNERS:
        raise TooManyCorners(most=MOST_CORNERS, given=len(corners))
    try:
        geom = Polygon([*corners, corners[0]], srid=4326)
        is_sound = bool(geom.valid) and geom.area > 0
    except GEOSException:
        is_sound = False
    if not is_sound:
        raise CrossesItself
    return geom


# Cost: one pass over the desa that the plot touches; about 2 ms.
_LOOK = """
SELECT ST_Area(drawn.g::geography), area.code, area.name,
    COALESCE(
        ST_Area(ST_Difference(drawn.g,
            (SELECT ST_Union(geom) FROM areas_area WHERE level = 'desa' AND geom && drawn.g))::geography)
            / ST_Area(drawn.g::geography),
        1
    )
FROM (SELECT ST_SetSRID(%(wkb)s::geometry, 4326) AS g) AS drawn
LEFT JOIN areas_area AS area ON area.code = area_at(ST_PointOnSurface(drawn.g))
"""


def look_at(geom: Polygon) -> Look:
    """Measure a sound shape."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, {"wkb": geom.hex.decode()})
        area_m2, code, desa, outside = cursor.fetchone()
    return Look(geom, area_m2 / 10_000, code, desa, float(outside))


def plots_under(geom: Polygon, *, except_id: int | None = None) -> tuple[int, ...]:
    """Return the live plots that a sound shape overlaps. except_id: the plot that is being changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT other FROM farming_overlapped(ST_SetSRID(%s::geometry, 4326), %s) AS other ORDER BY 1",
            [geom.hex.decode(), except_id],
        )
        return tuple(other for (other,) in cursor.fetchall())


def check_look(look: Look) -> None:
    """Raise TooSmall, TooLarge or PlotOutside where the shape can be no plot of this city."""
    if look.area_ha * 10_000 < SMALLEST_M2:
        raise TooSmall(area_m2=round(look.area_ha * 10_000), least=SMALLEST_M2)
    if look.area_ha > LARGEST_HA:
        raise TooLarge(area_ha=round(look.area_ha), most=LARGEST_HA)
    if look.area_code is None or look.outside > 0.995:
        raise PlotOutside(PlotOutside.text_all)
    if look.outside > MOST_OUTSIDE:
        raise PlotOutside(share=round(look.outside * 100))

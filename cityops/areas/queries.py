"""Reading areas: what lies where, what is called what, and the outlines for the map."""

import json
from typing import Any

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Case, F, Func, JSONField, Max, QuerySet, TextField, When
from django.db.models.functions import Cast, JSONObject

from cityops.areas.models import Area, Level
from cityops.web.unchanged import while_unchanged

# Outlines on the screen: about 5 m; neighbours stay together, since PostGIS gives both the same line.
SIMPLIFY_DEG = 0.00005


def area_at(place: Point) -> Area | None:
    """Return the desa or kelurahan of a place (EPSG:4326), or None outside the city.

    The rule for borders and overlaps is the database's own (`cityops/features/sql/0001_locate.sql`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT area_at(ST_SetSRID(ST_MakePoint(%s, %s), 4326))", [place.x, place.y])
        (code,) = cursor.fetchone()
    return Area.objects.select_related("parent").filter(pk=code).first() if code else None


@while_unchanged(Area)
def all_areas() -> tuple[Area, ...]:
    """Return all areas by code, those around others first, without their outlines; of a city `box` is around it."""
    box = Cast(Func(F("geom"), function="Box2D", output_field=TextField()), TextField())
    boxed = Area.objects.annotate(box=Case(When(level=Level.CITY, then=box)))
    return tuple(boxed.defer("geom").order_by("code"))


def parts_of_city() -> list[Area]:
    """Return kecamatan and what lies in them, by code, without their outlines."""
    return [area for area in all_areas() if area.parent_id]


def area_codes() -> frozenset[str]:
    """Return the codes of all areas."""
    return frozenset(area.pk for area in all_areas())


def desa_of_city() -> QuerySet[Area]:
    """Return all desa and kelurahan by kecamatan and name."""
    return Area.objects.filter(level=Level.DESA).select_related("parent").order_by("parent__code", "name")


def point_inside(area: Area) -> Point | None:
    """Return a point (EPSG:4326) that surely lies in an area; None before boundaries are loaded."""
    point: Point | None = Area.objects.filter(pk=area.pk).values_list(PointOnSurface("geom"), flat=True).get()
    return point


def extent_of_city() -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of the city in degrees, or None before boundaries are loaded."""
    cities: list[Any] = [area for area in all_areas() if area.level == Level.CITY]
    boxes = [_corners(city.box) for city in cities if city.box]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _corners(box: str) -> tuple[float, float, float, float]:
    """Return the numbers of "BOX(112.4 -8.1,112.6 -7.7)"."""
    west, south, east, north = box.removeprefix("BOX(").removesuffix(")").replace(",", " ").split()
    return float(west), float(south), float(east), float(north)


def outlines() -> str:
    """Return all areas as one GeoJSON FeatureCollection (EPSG:4326), written by PostGIS."""
    simplified = Func(
        F("geom"), SIMPLIFY_DEG, function="ST_SimplifyPreserveTopology", output_field=MultiPolygonField(srid=4326)
    )
    feature = JSONObject(
        type=Func(function="to_jsonb", template="'Feature'::text"),
        id=F("code"),
        geometry=Cast(AsGeoJSON(simplified, precision=5), JSONField()),
        properties=JSONObject(
            code=F("code"),
            name=F("name"),
            level=F("level"),
            kind=F("kind"),
            parent=F("parent_id"),
            is_approximate=F("is_approximate"),
            label=Cast(AsGeoJSON(PointOnSurface("geom"), precision=5), JSONField()),
        ),
    )
    areas = Area.objects.filter(geom__isnull=False).annotate(feature=feature).order_by("code")
    features: list[Any] = list(areas.values_list("feature", flat=True))
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def outlines_version() -> str:
    """Return a text that changes whenever the outlines do."""
    newest = Area.objects.aggregate(at=Max("updated_at"))["at"]
    return newest.isoformat() if newest else "none"

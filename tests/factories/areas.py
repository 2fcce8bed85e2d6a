"""A small city of squares with the real codes and names, 0.02 degrees (2.2 km) a side."""

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection

from cityops.areas.models import Area, Kind, Level

# code: (name, kind, west, south)
SQUARES = {
    "35.79.01.1001": ("Temas", Kind.KELURAHAN, 112.50, -7.88),
    "35.79.01.1004": ("Sisir", Kind.KELURAHAN, 112.52, -7.88),
    "35.79.01.2007": ("Sidomulyo", Kind.DESA, 112.54, -7.88),
    "35.79.02.2001": ("Punten", Kind.DESA, 112.50, -7.86),
    "35.79.02.2006": ("Bumiaji", Kind.DESA, 112.52, -7.86),
    "35.79.03.2002": ("Beji", Kind.DESA, 112.52, -7.90),
    "35.79.03.2003": ("Junrejo", Kind.DESA, 112.50, -7.90),
}
KECAMATAN = {"35.79.01": "Batu", "35.79.02": "Bumiaji", "35.79.03": "Junrejo"}


def square(west: float, south: float, side: float = 0.02) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, west + side, south + side)), srid=4326)


def make_city() -> dict[str, Area]:
    """Make the city, its three kecamatan and seven desa; returns them by code."""
    areas = {"35.79": Area.objects.create(code="35.79", name="Batu", kind=Kind.KOTA, level=Level.CITY)}
    for code, name in KECAMATAN.items():
        areas[code] = Area.objects.create(
            code=code, name=name, kind=Kind.KECAMATAN, level=Level.KECAMATAN, parent=areas["35.79"]
        )
    for code, (name, kind, west, south) in SQUARES.items():
        areas[code] = Area.objects.create(
            code=code, name=name, kind=kind, level=Level.DESA, parent=areas[code[:8]], geom=square(west, south)
        )
    with connection.cursor() as cursor:  # kecamatan and city are unions of their desa
        for code in (*KECAMATAN, "35.79"):
            cursor.execute(
                "UPDATE areas_area SET geom = (SELECT ST_Multi(ST_Union(geom)) FROM areas_area"
                " WHERE level = 'desa' AND code LIKE %s) WHERE code = %s",
                [f"{code}.%", code],
            )
    return areas

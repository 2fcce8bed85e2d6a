"""Geometry and coordinates that are wrong, or in the wrong system."""

import json

from geodata.readers.choices import Choices
from tests.geodata.readers.hostile.case import Case, Said, fatal, mended, text
from tests.geodata.readers.hostile.pointers import geojson

BOX = [[112.50, -7.90], [112.52, -7.90], [112.52, -7.88], [112.50, -7.88], [112.50, -7.90]]
BOWTIE = [[112.50, -7.90], [112.52, -7.88], [112.52, -7.90], [112.50, -7.88], [112.50, -7.90]]
SPIKE = [[112.50, -7.90], [112.52, -7.88], [112.50, -7.90], [112.50, -7.90]]


def shape(type_: str, coordinates: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"nama": "é"}, "geometry": {"type": type_, "coordinates": coordinates}}


def polygon(ring: list[list[float]]) -> dict[str, object]:
    return shape("Polygon", [ring])


def point(*xy: float) -> dict[str, object]:
    return shape("Point", xy)


NO_PLACE = {"type": "Feature", "properties": {"nama": "b"}, "geometry": None}
HERE = point(112.52, -7.87)
METRES = point(669_000.0, 9_130_000.0)


def as_utm(*features: object) -> str:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32749"}}
    return geojson(*features, crs=crs)


CASES = [
    Case("mixed geometry", text("a.geojson", geojson(HERE, polygon(BOX), HERE)), (fatal("mixed_geometry"),)),
    Case(
        "mixed geometry, and points are meant",
        text("a.geojson", geojson(HERE, polygon(BOX), HERE)),
        (mended("other_geometry", 2),),
        Choices(geometry="point"),
    ),
    Case("a row without a place", text("a.geojson", geojson(HERE, NO_PLACE)), (Said("no_geometry", 2),)),
    Case(
        "no row with a place", text("a.geojson", geojson(NO_PLACE)), (Said("no_geometry", 1), fatal("no_usable_rows"))
    ),
    Case("an empty outline", text("a.geojson", geojson(polygon(BOX), shape("Polygon", []))), (Said("no_geometry", 2),)),
    Case("a bowtie", text("a.geojson", geojson(polygon(BOX), polygon(BOWTIE))), (mended("self_crossing", 2),)),
    Case("a spike", text("a.geojson", geojson(polygon(BOX), polygon(SPIKE))), (Said("not_repairable", 2),)),
    Case(
        "a line of one spot",
        text("a.geojson", geojson(shape("LineString", BOX), shape("LineString", [BOX[0], BOX[0]]))),
        (Said("no_length", 2),),
    ),
    Case("heights", text("a.geojson", geojson(point(112.52, -7.87, 900.0))), (mended("height_dropped"),)),
    Case("axes the wrong way", text("a.geojson", geojson(point(-7.87, 112.52))), (mended("swapped_axes"),)),
    Case("metres in a GeoJSON", text("a.geojson", geojson(METRES, METRES)), (mended("metres_in_degrees"),)),
    Case("metres in a GeoJSON of nowhere", text("a.geojson", geojson(METRES)), (fatal("unknown_crs"),), city=None),
    Case(
        "metres the wrong way",
        text("a.geojson", as_utm(point(9_130_000.0, 669_000.0))),
        (mended("swapped_axes"),),
    ),
    Case("degrees that say they are metres", text("a.geojson", as_utm(HERE)), (fatal("crs_does_not_fit"),)),
    Case("zero, zero", text("a.geojson", geojson(HERE, point(0.0, 0.0))), (Said("zero_coordinates", 2),)),
    Case("a place off the earth", text("a.geojson", geojson(HERE, HERE, point(500.0, 0.0))), (Said("outside_crs", 3),)),
    Case(
        "a system that does not exist",
        text("a.geojson", geojson(HERE)),
        (fatal("bad_crs"),),
        Choices(crs="EPSG:999999"),
    ),
    Case(
        "a system that is a file",
        text("a.geojson", geojson(HERE)),
        (fatal("bad_crs"),),
        Choices(crs="+init=/etc/passwd:a"),
    ),
    Case(
        "a system that is an address",
        text("a.geojson", geojson(HERE)),
        (fatal("bad_crs"),),
        Choices(crs="http://127.0.0.1:9/crs"),
    ),
    Case(
        "a system that does not fit",
        text("a.geojson", geojson(METRES)),
        (fatal("crs_does_not_fit"),),
        Choices(crs="EPSG:4326"),
    ),
    Case(
        "words in another encoding",
        text("a.geojson", json.dumps(json.loads(geojson(HERE)), ensure_ascii=False).encode("cp1252")),
        (mended("wrong_encoding", 1),),
    ),
]

"""Descriptions that point at other files and addresses, under every name."""

import json

from tests.geodata.readers.hostile.case import Case, fatal, mended, text

VRT = "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
WMS = "<GDAL_WMS><Service name='WMS'><ServerUrl>{address}</ServerUrl></Service></GDAL_WMS>"
RASTER_VRT = (
    "<VRTDataset rasterXSize='1' rasterYSize='1'><VRTRasterBand><SimpleSource><SourceFilename>{secret}"
    "</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
)
POINT = {
    "type": "Feature",
    "properties": {"nama": "a"},
    "geometry": {"type": "Point", "coordinates": [112.52, -7.87]},
}


def geojson(*features: object, **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)})


def linked_crs(key: str = "crs") -> str:
    crs = {"type": "link", "properties": {"href": "ADDRESS", "type": "proj4"}}
    return geojson(POINT, **{key: crs}).replace("ADDRESS", "{address}")


KML = (
    '<?xml version="1.0" encoding="UTF-8"?>{doctype}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    "<name>a</name>{inside}</Document></kml>"
)
PLACEMARK = "<Placemark><name>{name}</name><Point><coordinates>112.52,-7.87</coordinates></Point></Placemark>"
LINK = "<NetworkLink><Link><href>{address}</href></Link></NetworkLink>"


def kml(inside: str, doctype: str = "") -> str:
    return KML.replace("{inside}", inside).replace("{doctype}", doctype)


LAUGHS = "<!DOCTYPE g [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{'&' + before + ';' + '&' + before + ';' * 9}'>"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
ELSEWHERE = (fatal("points_elsewhere"),)

CASES = [
    Case("a VRT of a file", text("a.vrt", VRT.format("{secret}")), ELSEWHERE),
    Case("a VRT of an address as .gpkg", text("a.gpkg", VRT.format("{address}")), ELSEWHERE),
    Case("a VRT of a file as .geojson", text("a.geojson", VRT.format("{secret}")), ELSEWHERE),
    Case("a VRT of a database as .shp", text("a.shp", VRT.format("PG:host=127.0.0.1 port={port}")), ELSEWHERE),
    Case("a VRT behind blank lines as .csv", text("a.csv", "\n" * 900 + VRT.format("{address}")), ELSEWHERE),
    Case("a raster VRT as .tif", text("a.tif", RASTER_VRT), ELSEWHERE),
    Case("a WMS description as .tif", text("a.tif", WMS), ELSEWHERE),
    Case("a WMS description as .kml", text("a.kml", WMS), ELSEWHERE),
    Case("a database connection as .gpkg", text("a.gpkg", "PG:host=127.0.0.1 port={port} dbname=a"), ELSEWHERE),
    Case("a WFS connection as .csv", text("a.csv", "WFS:{address}"), ELSEWHERE),
    Case("a path of the network as .geojson", text("a.geojson", "/vsicurl/{address}"), ELSEWHERE),
    Case("an address as .geojson", text("a.geojson", "{address}"), ELSEWHERE),
    Case("a GDAL pipeline as .json", text("a.json", '{"type": "gdal_streamed_alg", "command_line": "x"}'), ELSEWHERE),
    Case("a MapInfo view as .tab", text("a.tab", '!table\nopen table "{secret}"\ncreate view a as select'), ELSEWHERE),
    Case("a GeoJSON whose crs is an address", text("a.geojson", linked_crs()), ELSEWHERE),
    Case(
        "a GeoJSON whose crs is an address in disguise",
        text("a.geojson", linked_crs("CRS").replace('"CRS"', '"\\u0063rs"')),
        (),
    ),
    Case("a KML with a network link", text("a.kml", kml(PLACEMARK + LINK)), (mended("links_ignored"),)),
    Case("a KML of a network link alone", text("a.kml", kml(LINK)), (mended("links_ignored"), fatal("no_rows"))),
    Case(
        "a KML with an entity of a file",
        text("a.kml", kml(PLACEMARK.replace("{name}", "&a;"), '<!DOCTYPE k [<!ENTITY a SYSTEM "file://{secret}">]>')),
        (fatal("xml_entities"),),
    ),
    Case(
        "a KML with an entity after a long comment",
        text("a.kml", kml(PLACEMARK, f"<!--{'x' * 100_000}--><!DOCTYPE k [<!ENTITY a SYSTEM '{{address}}'>]>")),
        (fatal("xml_entities"),),
    ),
    Case(
        "a GPX of a billion laughs",
        text("a.gpx", f"<?xml version='1.0'?>{LAUGHS}]><gpx version='1.1'><name>&i;</name></gpx>"),
        (fatal("xml_entities"),),
    ),
]

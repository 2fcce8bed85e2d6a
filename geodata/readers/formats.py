"""Formats that are read, by GDAL's driver names. Everything else is off in the child process, network drivers first."""

DRIVERS = (
    "GeoJSON",
    "GeoJSONSeq",
    "TopoJSON",
    "GPKG",
    "ESRI Shapefile",
    "FlatGeobuf",
    "KML",
    "LIBKML",
    "MapInfo File",
    "OpenFileGDB",
)
READABLE = "GeoPackage, Shapefile (.zip), GeoJSON, KML/KMZ, FlatGeobuf, MapInfo, FileGDB (.zip)"
ARCHIVES = (".zip", ".kmz")
IN_ARCHIVES = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".fgb", ".tab", ".mif")

"""Formats that are read. GDAL's drivers by format; everything else is off in the child, network drivers first."""

# what `child/sniff.py` calls a format, and the one driver that may open it
DRIVERS_OF = {
    "GeoJSON": "GeoJSON",
    "GeoJSONSeq": "GeoJSONSeq",
    "TopoJSON": "TopoJSON",
    "GeoPackage": "GPKG",
    "Shapefile": "ESRI Shapefile",
    "FlatGeobuf": "FlatGeobuf",
    "KML": "LIBKML",
    "GPX": "GPX",
    "MapInfo": "MapInfo File",
    "FileGDB": "OpenFileGDB",
}
TABLES = ("CSV", "XLSX", "GeoParquet")
READABLE = "GeoPackage, Shapefile (.zip), GeoJSON, KML/KMZ, FlatGeobuf, MapInfo, FileGDB (.zip)"
READABLE_LAYERS = f"{READABLE}, GPX, GeoParquet, CSV, XLSX"

# endings of a file's name, and the formats that may be inside
SUFFIXES = {
    ".gpkg": ("GeoPackage",),
    ".shp": ("Shapefile",),
    ".geojson": ("GeoJSON", "GeoJSONSeq", "TopoJSON"),
    ".json": ("GeoJSON", "GeoJSONSeq", "TopoJSON"),
    ".topojson": ("TopoJSON",),
    ".geojsonl": ("GeoJSONSeq", "GeoJSON"),
    ".geojsons": ("GeoJSONSeq", "GeoJSON"),
    ".ndjson": ("GeoJSONSeq", "GeoJSON"),
    ".jsonl": ("GeoJSONSeq", "GeoJSON"),
    ".kml": ("KML",),
    ".gpx": ("GPX",),
    ".fgb": ("FlatGeobuf",),
    ".tab": ("MapInfo",),
    ".mif": ("MapInfo",),
    ".parquet": ("GeoParquet",),
    ".geoparquet": ("GeoParquet",),
    ".csv": ("CSV",),
    ".tsv": ("CSV",),
    ".txt": ("CSV",),
    ".xlsx": ("XLSX",),
    ".xlsm": ("XLSX",),
    ".zip": ("zip",),
    ".kmz": ("zip",),
    ".gz": ("gzip",),
}
# what an archive may hold to be read from it
IN_ARCHIVES = tuple(suffix for suffix in SUFFIXES if suffix not in (".zip", ".kmz", ".gz", ".txt", ".xlsm"))
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj")
MAPINFO_PARTS = (".tab", ".dat", ".map", ".id", ".ind", ".mif", ".mid")

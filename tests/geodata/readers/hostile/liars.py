"""Files that are not what their names say, that are cut off, or that nobody reads here."""

from collections.abc import Callable
from pathlib import Path

from tests.geodata.readers.hostile.case import ALUN_ALUN, Canary, Case, fatal, points, text
from tests.geodata.readers.hostile.pointers import POINT, geojson


def package(name: str, *layers: str) -> Callable[[Path, Canary], Path]:
    def make(folder: Path, _canary: Canary) -> Path:
        for layer in layers or ("a",):
            points(ALUN_ALUN).to_file(folder / "made.gpkg", layer=layer)
        return (folder / "made.gpkg").rename(folder / name)

    return make


def cut_off(ending: str) -> Callable[[Path, Canary], Path]:
    def make(folder: Path, _canary: Canary) -> Path:
        path = folder / f"a{ending}"
        frame = points(*[ALUN_ALUN] * 500)
        frame.to_parquet(path) if ending == ".parquet" else frame.to_file(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return path

    return make


CASES = [
    Case("no file", lambda folder, _canary: folder / "nothing.gpkg", (fatal("unreadable"),)),
    Case("an empty file", text("a.geojson", ""), (fatal("empty_file"),)),
    Case("words as .geojson", text("a.geojson", "Batas desa"), (fatal("lies_about_type"),)),
    Case("a page as .kml", text("a.kml", "<!DOCTYPE html><html></html>"), (fatal("lies_about_type"),)),
    Case("a GeoJSON as .gpkg", text("a.gpkg", geojson(POINT)), (fatal("lies_about_type"),)),
    Case("a GeoJSON as .csv", text("a.csv", geojson(POINT)), (fatal("lies_about_type"),)),
    Case("a GeoPackage as .shp", package("a.shp"), (fatal("lies_about_type"),)),
    Case("a program", text("a.exe", b"MZ\x90\0"), (fatal("unreadable"),)),
    Case("a picture as .gpkg", text("a.gpkg", b"II*\0" + bytes(100)), (fatal("is_raster"),)),
    Case("an old spreadsheet", text("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(100)), (fatal("old_spreadsheet"),)),
    Case("a GeoJSON that is cut off", text("a.geojson", geojson(POINT)[:-30]), (fatal("damaged"),)),
    Case("a GeoJSON of nothing", text("a.geojson", geojson()), (fatal("no_rows"),)),
    Case("a GeoPackage that is cut off", cut_off(".gpkg"), (fatal("damaged"),)),
    Case("a FlatGeobuf that is cut off", cut_off(".fgb"), (fatal("damaged"),)),
    Case("a GeoParquet that is cut off", cut_off(".parquet"), (fatal("damaged"),)),
    Case("several layers", package("a.gpkg", "desa", "rw"), (fatal("layer_not_chosen"),)),
]

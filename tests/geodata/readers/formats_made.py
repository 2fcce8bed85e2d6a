"""The same two fields of Batu, in every format that is read."""

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas
import pandas
import shapely
from openpyxl import Workbook

FIELDS = geopandas.GeoDataFrame(
    {
        "kode": ["35.79.01", "35.79.02"],
        "nama": ["Lahan Temas", "Lahan Ngaglik é"],
        "luas": [1.5, 2.25],
        "tanam": pandas.to_datetime([date(2024, 1, 31), date(2024, 12, 1)]),
    },
    geometry=[shapely.box(112.50, -7.90, 112.52, -7.88), shapely.box(112.52, -7.90, 112.54, -7.88)],
    crs=4326,
)
PLACES = (("Temas", -7.8791, 112.5429), ("Ngaglik", -7.8863, 112.5154))
FORMATS = (
    "gpkg", "shp.zip", "geojson", "geojsonl", "kml", "kmz", "fgb", "parquet", "gdb.zip", "mif.zip", "tab.zip", "gpx",
    "csv", "tsv", "xlsx", "csv.gz",
)  # fmt: skip


def zipped(folder: Path, name: str, parts: str) -> Path:
    with zipfile.ZipFile(folder / name, "w") as archive:
        for part in sorted(folder.glob(parts)):
            if part.is_file() and part.suffix != ".zip":
                archive.write(part, part.relative_to(folder).as_posix())
    return folder / name


def made(folder: Path, form: str) -> Path:
    """Write the fields (places, where a format is made of points) into a folder; returns the file."""
    path = folder / f"lahan.{form}"
    plain = FIELDS.assign(tanam=FIELDS.tanam.dt.strftime("%Y-%m-%d"))
    makers: dict[str, Callable[[], object]] = {
        "gpkg": lambda: FIELDS.to_crs(32749).to_file(path, layer="lahan"),
        "geojson": lambda: plain.to_file(path),
        "geojsonl": lambda: plain.to_file(path, driver="GeoJSONSeq"),
        "kml": lambda: plain.rename(columns={"nama": "Name"}).to_file(path, driver="LIBKML"),
        "fgb": lambda: FIELDS.to_crs(3857).to_file(path),
        "parquet": lambda: FIELDS.to_crs(32749).to_parquet(path),
        "gpx": lambda: _gpx(path),
        "csv": lambda: _table(path, ";"),
        "tsv": lambda: _table(path, "\t"),
        "xlsx": lambda: _sheet(path),
    }
    if form in makers:
        makers[form]()
        return path
    match form:
        case "shp.zip":
            plain.to_crs(32749).to_file(folder / "lahan.shp", encoding="utf-8")
            return zipped(folder, path.name, "lahan.*")
        case "kmz":
            return zipped(folder, path.name, made(folder, "kml").name)
        case "gdb.zip":
            FIELDS.to_file(folder / "lahan.gdb", driver="OpenFileGDB")
            return zipped(folder, path.name, "lahan.gdb/*")
        case "mif.zip" | "tab.zip":
            plain.to_file(folder / f"lahan.{form[:3]}", driver="MapInfo File", encoding="cp1252")
            return zipped(folder, path.name, "lahan.*")
        case "csv.gz":
            path.write_bytes(gzip.compress(made(folder, "csv").read_bytes()))
            return path
    raise ValueError(form)


def _gpx(path: Path) -> None:
    waypoints = "".join(f'<wpt lat="{y}" lon="{x}"><name>{name}</name></wpt>' for name, y, x in PLACES)
    path.write_text(f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{waypoints}</gpx>')


def _table(path: Path, delimiter: str) -> None:
    head = delimiter.join(("Nama", "Lintang", "Bujur", "Harga", "Tanggal"))
    rows = [
        delimiter.join((n, str(y).replace(".", ","), str(x).replace(".", ","), "1.234,5", "31/01/2024"))
        for n, y, x in PLACES
    ]
    path.write_text("\n".join([head, *rows]))


def _sheet(path: Path) -> None:
    book = Workbook()
    book.active.title = "kosong"
    sheet = book.create_sheet("isi")
    for row in (("Nama", "Lintang", "Bujur", "Tanggal"), *((n, y, x, date(2024, 1, 31)) for n, y, x in PLACES)):
        sheet.append(row)
    book.save(path)

"""Files as people send them, made anew for each test."""

import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import rasterio
from rasterio.transform import from_origin
from shapely.geometry import Point, Polygon

from tests.factories import places


def wells(crs: int = 32749) -> geopandas.GeoDataFrame:
    """Four wells in the small city, in any coordinate system."""
    spots = [places.IN_SISIR, places.IN_TEMAS, places.IN_BEJI, places.A_KILOMETRE_OUTSIDE]
    frame = geopandas.GeoDataFrame(
        {
            "nama": ["Sumur Lama", "Sumber Air", "Banyu Biru", "Luar Kota"],
            "dalam_m": [12.5, 30.0, 8.25, None],
            "digali": ["2019-05-01", "2020-06-02", None, "2021-07-03"],
        },
        geometry=[Point(spot.x, spot.y) for spot in spots],
        crs=4326,
    )
    return frame.to_crs(crs)


def fields() -> geopandas.GeoDataFrame:
    """Two squares of about a hectare, in degrees."""
    squares = [
        Polygon([(x, y), (x + 0.001, y), (x + 0.001, y + 0.001), (x, y + 0.001)])
        for x, y in ((places.IN_SISIR.x, places.IN_SISIR.y), (places.IN_TEMAS.x, places.IN_TEMAS.y))
    ]
    return geopandas.GeoDataFrame({"tanaman": ["apel", "jeruk"], "pohon": [120, 80]}, geometry=squares, crs=4326)


def shapefile_zip(folder: Path, frame: Any, name: str = "sumur") -> Path:
    """Return a zip with all parts of a Shapefile."""
    frame.to_file(folder / f"{name}.shp")
    target = folder / f"{name}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(folder.glob(f"{name}.*")):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    return target


def geopackage(folder: Path, frame: Any, name: str = "sumur") -> Path:
    """Return a GeoPackage."""
    target = folder / f"{name}.gpkg"
    frame.to_file(target, driver="GPKG")
    return target


def spreadsheet(folder: Path, text: str, name: str = "data.csv") -> Path:
    """Return a text file."""
    target = folder / name
    target.write_text(text, encoding="utf-8")
    return target


def sent(path: Path) -> io.BytesIO:
    """Return a file as a form sends it."""
    file = io.BytesIO(path.read_bytes())
    file.name = path.name
    return file


def elevation(folder: Path, crs: int | None = 32749, name: str = "tinggi.tif") -> Path:
    """Return a GeoTIFF of 60 × 50 cells of 30 m that rises from west to east, around 1,000 m in its middle."""
    heights = np.tile(np.linspace(900, 1100, 60, dtype="float32"), (50, 1))
    target = folder / name
    profile = {"driver": "GTiff", "width": 60, "height": 50, "count": 1, "dtype": "float32", "nodata": -9999}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of one without a place
        with rasterio.open(
            target, "w", crs=crs and f"EPSG:{crs}", transform=from_origin(670000, 9130000, 30, 30), **profile
        ) as file:
            file.write(heights, 1)
    return target


OLD_COMPLAINTS = """nomor,tanggal,kategori,isi laporan,status,desa,kecamatan,latitude,longitude
A-1,2021-03-04,Jalan rusak,Lubang besar di depan pasar,Selesai,Sisir,Batu,-7.87,112.53
A-2,05/06/2022,jalan-rusak,Aspal mengelupas,Selesai,Kel. Temas,Batu,,
A-3,2022-07-01,Damaged road,Bahu jalan longsor,Baru,Bumiaj,Bumiaji,,
A-4,2022-07-02,Jalan rusak,Jalan berlubang,Selesai,Atlantis,,,
A-5,2031-01-01,Jalan rusak,Dari masa depan,Selesai,Sisir,,-7.87,112.53
A-6,2022-07-03,Naga terbang,Ada naga,Selesai,Sisir,,-7.87,112.53
A-7,2022-07-04,Jalan rusak,Di luar kota,Selesai,,,-6.2,106.8
A-8,2022-07-05,Jalan rusak,,Selesai,Sisir,,-7.87,112.53
A-9,kemarin,Jalan rusak,Tanggal salah,Selesai,Sisir,,-7.87,112.53
A-10,2022-07-06,Jalan rusak,Titik di Sisir tetapi desanya Temas,Selesai,Temas,,-7.87,112.53
"""


def old_complaints(folder: Path, text: str = OLD_COMPLAINTS, name: str = "aduan.csv") -> Path:
    """Return old complaints: two that go in, three that are doubtful, five that cannot go in, each in its way."""
    return spreadsheet(folder, text, name)

"""Where the files of uploads lie: below CITYOPS_VAR, each in a folder of its own, under a name that is ours."""

import re
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from cityops.datasets.errors import DiskFull, EmptyFile, FileTooBig, UnknownFormat
from cityops.datasets.models import DatasetVersion, Upload, What

VECTORS = (
    ".gpkg",
    ".zip",
    ".geojson",
    ".json",
    ".geojsonl",
    ".kml",
    ".kmz",
    ".csv",
    ".csv.gz",
    ".tsv",
    ".txt",
    ".xlsx",
    ".gpx",
    ".fgb",
    ".parquet",
    ".geoparquet",
)
RASTERS = (".tif", ".tiff")
READABLE = "GeoPackage, Shapefile (.zip), GeoJSON, KML/KMZ, CSV, XLSX, GPX, FlatGeobuf, GeoParquet, GeoTIFF"
_ROOM = 3  # times its size: the file itself, what is made of it, and the old version beside it


def check_size(file_name: str, size: int) -> None:
    """Raise EmptyFile, FileTooBig or DiskFull, before a file is kept."""
    if not size:
        raise EmptyFile(file=file_name)
    if size > settings.UPLOAD_MAX_BYTES:
        raise FileTooBig(file=file_name, limit=settings.UPLOAD_MAX_BYTES // (1024 * 1024))
    folder = Path(settings.UPLOAD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < _ROOM * size:
        raise DiskFull


def kind_of(file_name: str) -> What:
    """Return what a file of this name would be. Raises UnknownFormat."""
    ending = ending_of(file_name)
    if ending in RASTERS:
        return What.RASTER
    if ending in VECTORS:
        return What.VECTOR
    raise UnknownFormat(file=file_name, formats=READABLE)


def ending_of(file_name: str) -> str:
    """Return the ending of a file's name in small letters; both of a packed one, such as .csv.gz."""
    endings = [ending.lower() for ending in Path(file_name).suffixes]
    return "".join(endings[-2:] if endings[-1:] == [".gz"] else endings[-1:])


def keep(key: UUID, file_name: str, pieces: Any) -> tuple[str, int]:
    """Write a file down under a key; returns its path below UPLOAD_DIR and its size.

    Of the name only the ending is kept, which tells readers what to expect (of .csv.gz both): all else may be hostile.
    """
    ending = re.sub(r"[^a-z0-9.]", "", ending_of(file_name))[:12]
    path = f"{key}/file{ending}"
    target = Path(settings.UPLOAD_DIR) / path
    target.parent.mkdir(parents=True, mode=0o700)
    size = 0
    try:
        with target.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > settings.UPLOAD_MAX_BYTES:
                    raise FileTooBig(file=file_name, limit=settings.UPLOAD_MAX_BYTES // (1024 * 1024))
                file.write(piece)
    except BaseException:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise
    return path, size


def raster_path(upload: Upload, version: DatasetVersion) -> Path:
    """Return where the raster of a version is made, and write it down in the version.

    It goes by the upload, so that whoever does the work again finds and removes what a killed worker left.
    """
    version.path = f"{rasters_of(upload)}/raster.tif"
    target = path_of(version.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def rasters_of(upload: Upload) -> str:
    """Return the folder of what an upload is made into, below UPLOAD_DIR."""
    return f"rasters/{upload.key}"


def path_of(kept: str) -> Path:
    """Return where a kept file lies."""
    return Path(settings.UPLOAD_DIR) / kept


def forget(kept: str) -> None:
    """Remove a kept file and its folder."""
    if kept:
        shutil.rmtree(path_of(kept).parent, ignore_errors=True)

"""Rasters on the map, made of small files and imported as a planner's are."""

from pathlib import Path
from typing import Any

import numpy as np
from rasterio.transform import Affine

from cityops.accounts.models import User
from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, State, Upload, What
from tests.geodata.readers.made_rasters import made

LOW_M, HIGH_M = 412, 1193
WIDE = Affine(0.001, 0, 112.47, 0, -0.001, -7.81)  # 0.12° to a side, with the small city in the middle
SIDE = 120


def heights(folder: Path) -> Path:
    """Return a GeoTIFF with two heights: one west of 112.53 E, one east of it."""
    values = np.full((SIDE, SIDE), LOW_M, "int16")
    values[:, SIDE // 2 :] = HIGH_M
    return made(folder / "ketinggian.tif", values, transform=WIDE, crs="EPSG:4326", nodata=-1)


def raster_dataset(owner: User, file: Path, *, uploads: Path, **said: Any) -> Dataset:
    """Import a file as the worker does. uploads: settings.UPLOAD_DIR; said: label, audience, …"""
    path = uploads / "sent" / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.read_bytes())
    upload = Upload.objects.create(
        owner=owner,
        what=What.RASTER,
        state=State.IMPORTING,
        file_name=file.name,
        file_bytes=path.stat().st_size,
        path=str(path.relative_to(uploads)),
        **said,
    )
    make_layer(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.DONE, upload.fault
    assert upload.dataset is not None
    return upload.dataset

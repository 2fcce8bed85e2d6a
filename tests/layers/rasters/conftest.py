"""Rasters of our own making, one for all tests: nothing writes to them."""

from pathlib import Path

import numpy as np
import pytest

from geodata.readers.raster import to_cog
from tests.geodata.readers.made_rasters import BATU, made

SIDE = 1200  # 0.12°: about 13 km, from 112.5 E and 7.8 S


@pytest.fixture(scope="session")
def heights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Heights that rise by 1 m a cell (11 m) to the east, with a hole in the north-west; EPSG:4326."""
    values = np.tile(np.arange(SIDE, dtype="int16"), (SIDE, 1))
    values[:100, :100] = -1
    folder = tmp_path_factory.mktemp("rasters")
    path = made(folder / "heights.tif", values, transform=BATU, crs="EPSG:4326", nodata=-1)
    to_cog(path, folder / "heights.cog.tif")
    return folder / "heights.cog.tif"


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three bands in the city's UTM zone: red 200, green 100, blue from 0 to 255 towards the east."""
    values = np.empty((3, 512, 512), "uint8")
    values[0], values[1], values[2] = 200, 100, np.arange(512) // 2
    folder = tmp_path_factory.mktemp("rasters")
    to_cog(made(folder / "picture.tif", values, photometric="RGB"), folder / "picture.cog.tif")
    return folder / "picture.cog.tif"

"""Tiles and values: the colours that the legend names, nothing where there is nothing."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import rasterio

from cityops.errors import NotFound
from geodata.readers.raster import inspect_raster, to_cog
from layers.rasters import pool
from layers.rasters.draw import EMPTY, tile_png, value_at
from layers.rasters.legend import legend_of
from layers.rasters.style import Classes, Hillshade, Ramp, RasterClass, Stretch, default_style
from layers.styles.ramps import rgb
from layers.tiles.address import TileOutside
from tests.geodata.readers.made_rasters import made
from tests.geodata.readers.test_raster import DEM, PICTURE, needs_real_rasters
from tests.layers.rasters.pixels import pixel_at, rgba, tile_at

LAT, HOLE, OUTSIDE = -7.86, (112.505, -7.805), (112.0, -7.0)
VIRIDIS = Ramp(1, "viridis", 0, 1200)


def lng_of(height: float) -> float:
    """Where the heights are so high."""
    return 112.5 + (height + 0.5) * 0.0001


def drawn(path: Path, style: object, lng: float, lat: float, z: int = 14) -> tuple[int, ...]:
    return pixel_at(tile_png(path, *tile_at(lng, lat, z), style), lng, lat, z)  # type: ignore[arg-type]


@pytest.mark.parametrize("is_reversed", [False, True])
def test_along_a_ramp_each_stop_of_the_legend_is_true(is_reversed: bool, heights: Path) -> None:
    style = Ramp(1, "YlGnBu", 100, 1100, is_reversed)
    for stop in legend_of(style)["stops"]:
        off = np.abs(np.array(drawn(heights, style, lng_of(stop["at"]), LAT)[:3]) - rgb(stop["colour"]))
        assert off.max() <= 4, stop  # a colour for each 1/255 of the way


def test_in_steps_each_class_of_the_legend_is_true(heights: Path) -> None:
    style = Ramp(1, "cividis", 0, 1200, steps=6)
    for one in legend_of(style)["classes"]:
        for height in (one["from"] + 5, one["to"] - 5):
            assert drawn(heights, style, lng_of(height), LAT) == (*rgb(one["colour"]), 255)


def test_beyond_its_ends_a_ramp_keeps_the_last_colour(heights: Path) -> None:
    style = Ramp(1, "viridis", 500, 600)
    ends = [stop["colour"] for stop in legend_of(style)["stops"]]
    assert drawn(heights, style, lng_of(100), LAT) == (*rgb(ends[0]), 255)
    assert drawn(heights, style, lng_of(1100), LAT) == (*rgb(ends[-1]), 255)


def test_classes_are_drawn_as_the_table_says_and_nothing_else(heights: Path) -> None:
    style = Classes(1, (RasterClass(0, 300, "#1b7837", "low"), RasterClass(800, 9999, "#762a83", "high")))
    assert drawn(heights, style, lng_of(200), LAT) == (0x1B, 0x78, 0x37, 255)
    assert drawn(heights, style, lng_of(900), LAT) == (0x76, 0x2A, 0x83, 255)
    assert drawn(heights, style, lng_of(500), LAT)[3] == 0
    one = Classes(1, (RasterClass(600, 600, "#ff0000", ""),))
    assert drawn(heights, one, lng_of(600), LAT, z=18) == (255, 0, 0, 255)
    assert drawn(heights, one, lng_of(601), LAT, z=18)[3] == 0


def test_a_picture_has_its_own_colours(picture: Path) -> None:
    found = inspect_raster(picture)
    assert found.extent
    west, south, east, north = found.extent
    middle = ((west + east) / 2, (south + north) / 2)
    red, green, blue, alpha = drawn(picture, default_style(found), *middle)
    assert (red, green, alpha) == (200, 100, 255)
    assert blue == pytest.approx(128, abs=2)
    turned = Stretch((3, 2, 1), ((0, 255), (0, 200), (0, 400)))
    assert drawn(picture, turned, *middle)[1:] == (128, 128, 255)
    beside = tile_png(picture, *tile_at(*middle, 9), default_style(found))
    assert (rgba(beside)[..., 3] == 0).any()


def test_one_band_is_grey_and_gamma_lifts_the_dark(heights: Path) -> None:
    plain, lifted = (drawn(heights, Stretch((1,), ((0, 1200),), gamma), lng_of(300), LAT) for gamma in (1, 2))
    assert plain[0] == plain[1] == plain[2] == pytest.approx(64, abs=1)
    assert lifted[0] == pytest.approx(128, abs=1)


def test_a_slope_towards_the_sun_is_lighter(heights: Path) -> None:
    at = (lng_of(600), LAT)
    west, east = (drawn(heights, Hillshade(azimuth=azimuth), *at)[0] for azimuth in (270, 90))
    level = round(1 + 253 * np.sin(np.pi / 4))
    assert west > level > east
    steeper = drawn(heights, Hillshade(azimuth=270, exaggeration=5), *at)[0]
    assert steeper > west


def test_a_shaded_relief_has_no_seams(heights: Path) -> None:
    """A plane is as light at the edge of a tile as in its middle."""
    z, x, y = tile_at(lng_of(600), LAT, 16)
    for one in (tile_png(heights, z, x, y, Hillshade()), tile_png(heights, z, x + 1, y, Hillshade())):
        lit = rgba(one)[..., 0].astype(int)
        assert abs(np.median(lit[:, 0]) - np.median(lit)) <= 2
        assert abs(np.median(lit[:, -1]) - np.median(lit)) <= 2


@pytest.mark.parametrize("style", [VIRIDIS, Hillshade(), Stretch((1,), ((0, 1),)), Ramp(1, "RdBu", 0, 1, steps=3)])
def test_where_there_is_nothing_nothing_is_drawn(style: object, heights: Path) -> None:
    assert drawn(heights, style, *HOLE, z=15)[3] == 0
    assert tile_png(heights, *tile_at(*OUTSIDE, 14), style) == EMPTY  # type: ignore[arg-type]
    assert tile_png(heights, *tile_at(*HOLE, 19), style) == EMPTY  # type: ignore[arg-type]


def test_the_empty_tile_is_a_transparent_one() -> None:
    assert len(EMPTY) < 200
    assert (rgba(EMPTY)[..., 3] == 0).all()


@pytest.mark.parametrize(("z", "x", "y"), [(3, 8, 0), (3, 0, 8), (21, 0, 0), (2, -1, 0)])
def test_what_the_scheme_has_not_is_refused(z: int, x: int, y: int, heights: Path) -> None:
    with pytest.raises(TileOutside):
        tile_png(heights, z, x, y, VIRIDIS)


@pytest.mark.parametrize("z", range(21))
def test_every_zoom_draws(z: int, heights: Path) -> None:
    assert rgba(tile_png(heights, *tile_at(lng_of(600), LAT, z), VIRIDIS))[..., 3].any() or z < 4


def test_values_are_those_of_the_cell(heights: Path, picture: Path) -> None:
    for height in (0, 600, 1199):
        assert value_at(heights, lng_of(height), LAT) == [height]
    assert value_at(heights, *HOLE) is None
    assert value_at(heights, *OUTSIDE) is None
    assert value_at(picture, 112.46, -7.88) is not None


def test_packed_numbers_are_drawn_and_told_unpacked(tmp_path: Path) -> None:
    path = made(tmp_path / "a.tif", np.full((64, 64), 50, "int16"))
    with rasterio.open(path, "r+") as out:
        out.scales, out.offsets = [0.1], [1]
    found = to_cog(path, tmp_path / "b.tif")
    assert found.extent
    middle = ((found.extent[0] + found.extent[2]) / 2, (found.extent[1] + found.extent[3]) / 2)
    assert value_at(tmp_path / "b.tif", *middle) == [6]
    only = Classes(1, (RasterClass(5.5, 6.5, "#ff0000", ""),))
    assert drawn(tmp_path / "b.tif", only, *middle) == (255, 0, 0, 255)


def test_a_file_that_was_replaced_is_read_anew(heights: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    shutil.copy(heights, path)
    assert value_at(path, lng_of(5), LAT) == [5]
    to_cog(made(tmp_path / "b.tif", np.full((64, 64), 7, "int16")), tmp_path / "c.tif")
    os.replace(tmp_path / "c.tif", path)
    assert value_at(path, lng_of(5), LAT) is None
    path.unlink()
    with pytest.raises(NotFound):
        value_at(path, lng_of(5), LAT)


def test_many_threads_get_the_same_tiles_and_few_files_stay_open(heights: Path) -> None:
    addresses = [tile_at(lng_of(height), LAT, 15) for height in range(100, 1100, 50)] * 5
    alone = [tile_png(heights, *address, VIRIDIS) for address in addresses]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda address: tile_png(heights, *address, VIRIDIS), addresses))
    assert together == alone
    assert 1 <= len(pool._idle) <= pool.MOST_IDLE


def test_a_web_process_carries_nothing_of_it_before_the_first_tile() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'cityops.settings.test'; django.setup();"
        "import layers.rasters.views;"
        "print([name for name in ('rasterio', 'rio_tiler', 'layers.rasters.paint') if name in sys.modules])"
    )
    done = subprocess.check_output([sys.executable, "-c", code], cwd=Path(__file__).parents[3], text=True)
    assert done.splitlines()[-1] == "[]"


@needs_real_rasters
def test_real_ones_are_drawn_and_have_values(tmp_path: Path) -> None:
    for source, at in ((DEM, (77.4, 31.5)), (PICTURE, (-77.5, 24.7))):
        found = to_cog(source, tmp_path / "made.tif")
        tile = rgba(tile_png(tmp_path / "made.tif", *tile_at(*at, found.max_zoom), default_style(found)))
        assert (tile[..., 3] == 255).mean() > 0.9
        assert len(np.unique(tile[..., :3].reshape(-1, 3), axis=0)) > 50
        values = value_at(tmp_path / "made.tif", *at)
        assert values
        assert all(band.min <= value <= band.max for band, value in zip(found.bands, values, strict=True))

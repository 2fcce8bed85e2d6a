"""Good rasters, and those that can be mended: what is said of them, and what is made of them."""

import math
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import psutil
import pytest
import rasterio
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp
from rasterio.transform import Affine
from rio_cogeo.cogeo import cog_validate

from geodata.readers import errors
from geodata.readers.raster import RasterLimits, Terrain, derive, inspect_raster, to_cog
from geodata.readers.raster_facts import RasterInspection
from tests.geodata.readers.made_rasters import BATU, BATU_UTM, hills, made
from tests.geodata.real_data import REAL

DEM, PICTURE = (REAL.with_name(name) for name in ("dem_30m_himalaya.tif", "raster_rgb_utm18n.tif"))
needs_real_rasters = pytest.mark.skipif(
    not DEM.is_file() or not PICTURE.is_file(),
    reason="the real rasters (shared/data/*.tif) are not beside the checkout",
)
RED, GREEN, BLUE, ALPHA = ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha
NOISE = np.random.default_rng(7)


def codes(found: RasterInspection) -> list[str]:
    return [problem.code for problem in found.problems]


def test_it_says_what_it_is(tmp_path: Path) -> None:
    heights = hills()
    heights[0, 0] = -1
    found = inspect_raster(made(tmp_path / "peta.tif", heights, nodata=-1))
    (band,) = found.bands
    assert (found.width, found.height, found.driver, found.crs) == (64, 64, "GTiff", "EPSG:32749")
    assert (band.type, band.nodata, band.min, band.max) == ("int16", -1, heights[1:].min(), heights.max())
    assert band.mean == pytest.approx(heights[heights > 0].mean())
    assert sum(band.histogram) == 64 * 64 - 1
    assert found.pixel_m == pytest.approx((10, 10), rel=1e-3)
    assert found.extent == pytest.approx((112.451, -7.875, 112.457, -7.869), abs=2e-3)
    assert found.is_ready
    assert found.is_elevation
    assert RasterInspection.from_json(found.to_json()) == found


def test_its_zooms_are_those_at_which_it_has_something_to_say(tmp_path: Path) -> None:
    found = inspect_raster(made(tmp_path / "peta.tif", np.ones((1000, 1000), "uint8")))
    assert (found.min_zoom, found.max_zoom) == (11, 14)  # 10 km; cells of 10 m


@pytest.mark.parametrize("kind", ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"])
def test_each_type_keeps_its_values(kind: str, tmp_path: Path) -> None:
    values = NOISE.integers(0, 100, (3, 700, 600)).astype(kind)
    found = to_cog(made(tmp_path / "peta.tif", values), tmp_path / "made.tif")
    assert cog_validate(tmp_path / "made.tif", quiet=True)[0]
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert (cog.read() == values).all()
        assert cog.overviews(1)
        assert cog.block_shapes[0] == (512, 512)
    assert found.bands[0].type == kind


def test_a_zip_with_one_is_as_good(tmp_path: Path) -> None:
    inside = made(tmp_path / "a.tif", hills())
    with zipfile.ZipFile(tmp_path / "peta.zip", "w") as archive:
        archive.write(inside, "../../folder/Peta Kota.TIF")
        archive.writestr("read me.txt", "words")
    assert inspect_raster(tmp_path / "peta.zip") == inspect_raster(inside)
    to_cog(tmp_path / "peta.zip", tmp_path / "made.tif")
    assert (tmp_path / "made.tif").is_file()


def test_without_a_system_it_is_asked_for(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", hills(), crs=None)
    found = inspect_raster(path)
    assert (codes(found), found.is_ready, found.extent) == (["no_crs"], False, None)
    assert "EPSG" in found.problems[0].text
    with pytest.raises(errors.RasterCrsUnknown):
        to_cog(path, tmp_path / "made.tif")
    assert inspect_raster(path, crs="EPSG:32749").is_ready
    assert to_cog(path, tmp_path / "made.tif", crs="epsg:32749").crs == "EPSG:32749"


def test_metres_in_a_system_of_degrees_are_asked_about(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", hills(), crs="EPSG:4326")
    assert codes(inspect_raster(path)) == ["bad_crs"]
    with pytest.raises(errors.RasterCrsBad):
        to_cog(path, tmp_path / "made.tif")
    assert inspect_raster(path, crs="EPSG:32749").is_ready


@pytest.mark.parametrize("degrees", [30, 90, 200])
def test_a_turned_one_is_laid_north_up(degrees: float, tmp_path: Path) -> None:
    heights = np.full((200, 300), 5, "uint8")
    heights[40:60, 40:60] = 200
    turned = BATU_UTM * Affine.rotation(degrees)
    path = made(tmp_path / "peta.tif", heights, transform=turned)
    assert codes(inspect_raster(path)) == ["turned"]
    found = to_cog(path, tmp_path / "made.tif")
    assert codes(found) == []
    x, y = (
        turned.a * 50 + turned.b * 50 + turned.c,
        turned.d * 50 + turned.e * 50 + turned.f,
    )
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert cog.transform.b == cog.transform.d == 0 > cog.transform.e
        assert next(cog.sample([(x, y)]))[0] == 200
        assert cog.read(1).max() == 200
        assert cog.res == pytest.approx((10, 10))
        mask = cog.dataset_mask()
        assert (mask > 0).sum() == pytest.approx(200 * 300, rel=0.02)


def test_one_that_is_upside_down_is_laid_north_up(tmp_path: Path) -> None:
    heights = hills()
    path = made(tmp_path / "peta.tif", heights[::-1], transform=Affine(10, 0, 660_000, 0, 10, 9_130_000 - 640))
    assert codes(inspect_raster(path)) == ["turned"]
    to_cog(path, tmp_path / "made.tif")
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert (cog.read(1) == heights).all()
        assert cog.transform.almost_equals(BATU_UTM)


def test_one_with_control_points_is_fitted_to_them(tmp_path: Path) -> None:
    corners = [(0, 0), (0, 64), (64, 0), (64, 64)]
    points = [
        GroundControlPoint(row=row, col=column, x=660_000 + 10 * column, y=9_130_000 - 10 * row)
        for row, column in corners
    ]
    path = made(tmp_path / "peta.tif", hills(), gcps=points)
    assert codes(inspect_raster(path)) == ["control_points"]
    to_cog(path, tmp_path / "made.tif")
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert cog.read(1)[5:-5, 5:-5].max() == hills().max()
        assert cog.bounds.left == pytest.approx(660_000, abs=10)


def test_an_empty_value_that_cells_cannot_have_is_left_out(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", hills(kind="uint16"), nodata=9999)
    path.write_bytes(path.read_bytes().replace(b"9999\0", b"1.5  "))
    assert codes(inspect_raster(path)) == ["bad_nodata"]
    to_cog(path, tmp_path / "made.tif")
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert cog.nodata is None
        assert (cog.read(1) == hills(kind="uint16")).all()


@pytest.mark.parametrize("nodata", [None, math.nan, -9999.0])
def test_what_is_no_number_counts_as_empty(nodata: float | None, tmp_path: Path) -> None:
    heights = hills(kind="float32")
    heights[0, :3] = [np.nan, np.inf, -9999 if nodata == -9999 else np.nan]
    path = made(tmp_path / "peta.tif", heights, nodata=nodata)
    found = inspect_raster(path)
    assert found.bands[0].max == hills(kind="float32").max()
    assert "not_numbers" in codes(found)
    assert found.is_ready
    to_cog(path, tmp_path / "made.tif")
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert (cog.dataset_mask()[0, :3] == 0).all()
        assert (cog.dataset_mask()[1:] == 255).all()


def test_transparency_becomes_a_mask(tmp_path: Path) -> None:
    values = NOISE.integers(1, 255, (4, 64, 64), "uint8")
    values[3] = 255
    values[3, :32] = 0
    path = made(tmp_path / "peta.tif", values, photometric="RGB", colours=[RED, GREEN, BLUE, ALPHA])
    found = inspect_raster(path)
    assert (found.has_alpha, [band.colour for band in found.bands]) == (True, ["red", "green", "blue"])
    made_of_it = to_cog(path, tmp_path / "made.tif")
    assert (made_of_it.has_alpha, made_of_it.has_mask, len(made_of_it.bands)) == (False, True, 3)
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert (cog.read() == values[:3]).all()
        assert (cog.dataset_mask()[:32] == 0).all()
        assert (cog.dataset_mask()[32:] == 255).all()


def test_a_mask_stays_one(tmp_path: Path) -> None:
    mask = np.full((64, 64), 255, "uint8")
    mask[:10] = 0
    found = to_cog(made(tmp_path / "peta.tif", hills(), mask=mask), tmp_path / "made.tif")
    assert found.has_mask
    with rasterio.open(tmp_path / "made.tif") as cog:
        assert (cog.dataset_mask() == mask).all()


def test_a_palette_keeps_its_colours_and_its_classes_are_not_mixed(tmp_path: Path) -> None:
    values = NOISE.choice(np.array([1, 200], "uint8"), (1200, 1200))
    path = made(tmp_path / "peta.tif", values, palette={1: (255, 0, 0, 255), 200: (0, 0, 255, 255)})
    (band,) = inspect_raster(path).bands
    assert (band.colour, [value for value, _ in band.values]) == ("palette", [1, 200])
    assert dict(band.palette)[200] == "#0000ff"
    (kept,) = to_cog(path, tmp_path / "made.tif").bands
    assert dict(kept.palette)[1] == "#ff0000"
    with rasterio.open(tmp_path / "made.tif", overview_level=0) as cog:
        assert set(np.unique(cog.read(1))) == {1, 200}


def test_colours_of_16_bits_keep_their_depth(tmp_path: Path) -> None:
    values = NOISE.integers(0, 60_000, (3, 64, 64), "uint16")
    path = made(tmp_path / "peta.tif", values, photometric="RGB")
    found = to_cog(path, tmp_path / "made.tif")
    assert [band.colour for band in found.bands] == ["red", "green", "blue"]
    assert found.bands[0].max == values[0].max()
    assert not found.is_elevation


def test_packed_numbers_are_told_unpacked(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", hills())
    with rasterio.open(path, "r+") as out:
        out.scales, out.offsets = [0.1], [5]
    found = to_cog(path, tmp_path / "made.tif")
    assert codes(found) == ["scaled"]
    assert found.bands[0].max == pytest.approx(hills().max() * 0.1 + 5)


def test_of_a_large_one_a_sample_is_read(tmp_path: Path) -> None:
    values = np.zeros((2500, 2500), "uint8")
    values[1200:1300, 1200:1300] = 9
    path = made(tmp_path / "peta.tif", values, nodata=0, compress="deflate", tiled=True)
    assert inspect_raster(path).bands[0].max == 9
    values[:] = 0
    values[2499, 1] = 7  # where no sample is taken
    assert inspect_raster(made(path, values, nodata=0)).is_ready


def test_how_far_it_is_never_falls(tmp_path: Path) -> None:
    told: list[float] = []
    path = made(tmp_path / "peta.tif", NOISE.integers(0, 3000, (3000, 3000), "int16"))
    to_cog(path, tmp_path / "made.tif", progress=told.append)
    assert told == sorted(told)
    assert len(told) >= 3
    assert told[-1] > 40


class Cancelled(Exception):
    """Somebody did not want it any more."""


def test_who_stops_it_finds_nothing_left(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", NOISE.integers(0, 3000, (3000, 3000), "int16"))

    def stop(percent: float) -> None:
        if percent > 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        to_cog(path, tmp_path / "made.tif", progress=stop)
    assert sorted(tmp_path.iterdir()) == [path]
    assert not [
        one for one in psutil.Process().children(recursive=True) if "geodata.readers.child" in " ".join(one.cmdline())
    ]


def test_the_former_one_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "made.tif"
    target.write_bytes(b"the former one")
    with pytest.raises(errors.NothingInRaster):
        to_cog(made(tmp_path / "peta.tif", np.zeros((64, 64), "uint8"), nodata=0), target)
    assert target.read_bytes() == b"the former one"
    to_cog(made(tmp_path / "peta.tif", hills()), target)
    assert cog_validate(target, quiet=True)[0]


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", NOISE.integers(0, 3000, (8000, 8000), "int16"))
    code = (
        "import sys; from pathlib import Path; from geodata.readers.raster import to_cog;"
        f"to_cog(Path({str(path)!r}), Path({str(tmp_path / 'made.tif')!r}), progress=lambda p: print(p, flush=True))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3], text=True
    )
    assert parent.stdout is not None
    while float(parent.stdout.readline()) <= 1:
        pass
    (child,) = psutil.Process(parent.pid).children()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    psutil.wait_procs([child], timeout=20)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    to_cog(made(tmp_path / "small.tif", hills()), tmp_path / "made.tif")
    assert not list(tmp_path.glob(".*")), "what the killed one left is gone"


def test_the_web_process_never_imports_what_reads_rasters() -> None:
    code = "import sys, geodata.readers.raster; print([name for name in ('rasterio', 'numpy') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@needs_real_rasters
@pytest.mark.parametrize(("path", "bands", "crs"), [(DEM, 1, "EPSG:4326"), (PICTURE, 3, "EPSG:32618")])
def test_real_ones(path: Path, bands: int, crs: str, tmp_path: Path) -> None:
    found = inspect_raster(path)
    assert (len(found.bands), found.crs, found.problems) == (bands, crs, ())
    made_of_it = to_cog(path, tmp_path / "made.tif")
    assert cog_validate(tmp_path / "made.tif", quiet=True)[0]
    assert made_of_it.extent == pytest.approx(found.extent)
    with rasterio.open(path) as before, rasterio.open(tmp_path / "made.tif") as after:
        assert (before.read() == after.read()).all()


@needs_real_rasters
def test_a_picture_has_no_slopes(tmp_path: Path) -> None:
    with pytest.raises(errors.NotElevation):
        derive(PICTURE, tmp_path / "made.tif", Terrain.SLOPE)


def test_limits_are_those_of_whoever_calls(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", np.ones((3, 8, 8), "uint8"), transform=BATU, crs="EPSG:4326")
    with pytest.raises(errors.TooManyBands):
        inspect_raster(path, limits=RasterLimits(bands=2))

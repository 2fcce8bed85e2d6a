"""Slope, aspect and hillshade against planes and cones, whose slopes are known, and against gdaldem."""

import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from geodata.readers import errors
from geodata.readers.raster import Terrain, derive
from geodata.readers.raster_work import terrain
from tests.geodata.readers.made_rasters import BATU_UTM, made

M_OF_A_DEGREE_LAT = 110_600  # at Batu, within 0.1 %
NO_GDALDEM = "gdaldem (Debian's gdal-bin) is not installed"


def plane(rows: int, columns: int, *, cell_m: float, east: float, north: float) -> np.ndarray:
    """Heights that rise by so many metres a metre."""
    y, x = np.mgrid[:rows, :columns]
    return (1000 + x * cell_m * east - y * cell_m * north).astype("float64")


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as found:
        return np.ma.filled(found.read(1, masked=True).astype("float64"), np.nan)


@pytest.mark.parametrize(
    ("east", "north", "slope", "aspect"),
    [
        (0, 1, 45, 180),
        (1, 0, 45, 270),
        (-1, 0, 45, 90),
        (0, -math.tan(math.radians(10)), 10, 0),
        (0.3, 0.4, math.degrees(math.atan(0.5)), 180 + math.degrees(math.atan(0.75))),
    ],
)
def test_a_plane_has_the_same_slope_everywhere(
    east: float, north: float, slope: float, aspect: float, tmp_path: Path
) -> None:
    path = made(tmp_path / "heights.tif", plane(40, 60, cell_m=10, east=east, north=north))
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE)
    derive(path, tmp_path / "aspect.tif", Terrain.ASPECT)
    assert np.allclose(read(tmp_path / "slope.tif"), slope, atol=0.05)  # to the edge; UTM is 0.04 % off
    turned = (read(tmp_path / "aspect.tif") - aspect + 180) % 360 - 180
    assert np.abs(turned).max() < 0.05


def test_degrees_are_measured_in_metres(tmp_path: Path) -> None:
    step = 0.0001
    at = Affine(step, 0, 112.5, 0, -step, -7.8)
    path = made(
        tmp_path / "heights.tif",
        plane(50, 50, cell_m=step, east=0, north=M_OF_A_DEGREE_LAT),
        transform=at,
        crs="EPSG:4326",
    )
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE)
    assert np.allclose(read(tmp_path / "slope.tif"), 45, atol=0.1)
    m_of_a_degree_lon = 111_320 * math.cos(math.radians(7.8))
    path = made(path, plane(50, 50, cell_m=step, east=m_of_a_degree_lon, north=0), transform=at, crs="EPSG:4326")
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE)
    assert np.allclose(read(tmp_path / "slope.tif"), 45, atol=0.1)


def test_web_mercator_is_measured_on_the_ground(tmp_path: Path) -> None:
    """At 60° a cell of 20 m there is 10 m on the ground."""
    at = Affine(20, 0, 0, 0, -20, 8_399_737.9)
    path = made(tmp_path / "heights.tif", plane(50, 50, cell_m=10, east=1, north=0), transform=at, crs="EPSG:3857")
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE)
    assert np.allclose(read(tmp_path / "slope.tif"), 45, atol=0.2)


def test_feet_of_height_are_told_by_a_factor(tmp_path: Path) -> None:
    path = made(tmp_path / "heights.tif", plane(20, 20, cell_m=10, east=1 / 0.3048, north=0))
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE, z_factor=0.3048)
    assert np.allclose(read(tmp_path / "slope.tif"), 45, atol=0.05)


def test_a_cone_looks_away_from_its_top_in_all_blocks(tmp_path: Path) -> None:
    side = 1300  # more than one block each way
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    path = made(tmp_path / "heights.tif", (20_000 - 10 * 0.5 * np.hypot(x, y)).astype("float32"))
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE)
    derive(path, tmp_path / "aspect.tif", Terrain.ASPECT)
    far = np.hypot(x, y) > 30
    assert np.abs(read(tmp_path / "slope.tif")[far] - math.degrees(math.atan(0.5))).max() < 0.1
    away = np.degrees(np.arctan2(x, -y)) % 360
    turned = (read(tmp_path / "aspect.tif") - away + 180) % 360 - 180
    assert np.abs(turned[far]).max() < 0.5


def test_level_ground_looks_nowhere(tmp_path: Path) -> None:
    path = made(tmp_path / "heights.tif", np.r_[np.zeros((20, 20)), plane(20, 20, cell_m=10, east=1, north=0)])
    derive(path, tmp_path / "aspect.tif", Terrain.ASPECT)
    assert np.isnan(read(tmp_path / "aspect.tif")[2:18]).all()
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE)
    assert (read(tmp_path / "slope.tif")[2:18] == 0).all()


def test_a_hole_stays_a_hole_and_its_rim_has_a_slope(tmp_path: Path) -> None:
    heights = plane(40, 40, cell_m=10, east=1, north=0)
    heights[10:20, 10:20] = -1
    path = made(tmp_path / "heights.tif", heights, nodata=-1)
    for what in Terrain:
        derive(path, tmp_path / "made.tif", what)
        found = read(tmp_path / "made.tif")
        assert np.isnan(found[10:20, 10:20]).all()
        assert np.isnan(found).sum() == 100
    derive(path, tmp_path / "slope.tif", Terrain.SLOPE)
    rim = read(tmp_path / "slope.tif")
    assert np.allclose(rim[~np.isnan(rim)], 45, atol=0.1)


def test_the_sun_lights_the_side_that_looks_at_it(tmp_path: Path) -> None:
    lit = {}
    for name, east in (("west", 1.0), ("east", -1.0), ("level", 0.0)):
        path = made(tmp_path / "heights.tif", plane(20, 20, cell_m=10, east=east, north=0))
        derive(path, tmp_path / "shade.tif", Terrain.HILLSHADE, azimuth=270, altitude=45)
        lit[name] = read(tmp_path / "shade.tif")[10, 10]
    assert (lit["west"], lit["east"]) == (255, 1)
    assert lit["level"] == pytest.approx(1 + 254 * math.sin(math.radians(45)), abs=1)


def test_heights_without_neighbours_are_level() -> None:
    alone = np.full((3, 3), np.nan)
    alone[1, 1] = 5
    rise = terrain.gradients(alone, np.array([1.0]), np.array([1.0]))
    assert terrain.slope_degrees(*rise) == [[0]]
    assert np.isnan(terrain.aspect_degrees(*rise)).all()


def test_colours_have_no_slopes(tmp_path: Path) -> None:
    path = made(tmp_path / "heights.tif", np.ones((3, 8, 8), "uint8"), photometric="RGB")
    with pytest.raises(errors.NotElevation):
        derive(path, tmp_path / "made.tif", Terrain.SLOPE)


@pytest.mark.skipif(shutil.which("gdaldem") is None, reason=NO_GDALDEM)
@pytest.mark.parametrize("what", list(Terrain))
def test_it_is_what_gdaldem_finds(what: Terrain, tmp_path: Path) -> None:
    rough = np.random.default_rng(3).normal(0, 4, (300, 300)).cumsum(axis=0).cumsum(axis=1) / 10
    path = made(tmp_path / "heights.tif", rough.astype("float32"), transform=BATU_UTM)
    derive(path, tmp_path / "ours.tif", what)
    words = ["gdaldem", what.value, str(path), str(tmp_path / "theirs.tif"), "-q"]
    subprocess.run(words, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"})
    ours, theirs = read(tmp_path / "ours.tif")[1:-1, 1:-1], read(tmp_path / "theirs.tif")[1:-1, 1:-1]
    off = np.abs((ours - theirs + 180) % 360 - 180) if what == Terrain.ASPECT else np.abs(ours - theirs)
    assert np.nanmax(off) < (1.01 if what == Terrain.HILLSHADE else 0.05)

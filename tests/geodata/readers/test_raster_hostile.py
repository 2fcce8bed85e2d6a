"""Rasters that lie, point elsewhere or are too much: refused with the remedy, no address called, no file read."""

import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image

from cityops.errors import CityError
from geodata.readers import errors
from geodata.readers.raster import RasterLimits, inspect_raster, to_cog
from tests.geodata.readers.canary import Canary
from tests.geodata.readers.made_rasters import BATU, hills, made, tiny

Make = Callable[[Path, Canary], Path]
VRT = (
    '<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>EPSG:32749</SRS><GeoTransform>0,1,0,0,0,-1</GeoTransform>'
    '<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{}</SourceFilename></SimpleSource>'
    "</VRTRasterBand></VRTDataset>"
)
WMS = "<GDAL_WMS><Service name='WMS'><ServerUrl>{}</ServerUrl></Service></GDAL_WMS>"
ELSEWHERE = "<PAMDataset><Metadata domain='OVERVIEWS'><MDI key='OVERVIEW_FILE'>{}</MDI></Metadata></PAMDataset>"


def text(template: str, *, to: str) -> Make:
    def make(folder: Path, canary: Canary) -> Path:
        path = folder / "peta.tif"
        path.write_text(template.format(canary.path if to == "file" else f"/vsicurl/{canary.url}"))
        return path

    return make


def content(body: bytes) -> Make:
    def make(folder: Path, _canary: Canary) -> Path:
        path = folder / "peta.tif"
        path.write_bytes(body)
        return path

    return make


def picture(kind: str) -> Make:
    def make(folder: Path, _canary: Canary) -> Path:
        path = folder / "peta.tif"
        Image.new("L", (8, 8)).save(path, kind)
        return path

    return make


def raster(values: object, **options: object) -> Make:
    return lambda folder, _canary: made(folder / "peta.tif", values, **options)


def zipped(*names: str, inside: Make) -> Make:
    def make(folder: Path, canary: Canary) -> Path:
        body, path = inside(folder, canary).read_bytes(), folder / "peta.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, body)
        return path

    return make


def zip_that_lies(folder: Path, _canary: Canary) -> Path:
    """An archive that says its raster is short, and goes on and on."""
    path = folder / "peta.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("peta.tif", b"II*\0" + bytes(30_000_000))
    body = path.read_bytes()
    path.write_bytes(body.replace((30_000_004).to_bytes(4, "little"), (500).to_bytes(4, "little")))
    return path


def zip_with_a_bomb(folder: Path, _canary: Canary) -> Path:
    path = folder / "peta.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("peta.tif", b"II*\0" + bytes(60_000_000))
    return path


def cut(folder: Path, _canary: Canary) -> Path:
    path = made(folder / "peta.tif", np.random.default_rng(1).integers(0, 3000, (256, 256), "int16"))
    os.truncate(path, path.stat().st_size // 2)
    return path


def cut_within_its_head(folder: Path, _canary: Canary) -> Path:
    path = made(folder / "peta.tif", hills())
    os.truncate(path, 40)
    return path


def endless(folder: Path, _canary: Canary) -> Path:
    """A directory whose next one is itself."""
    path = tiny(folder / "peta.tif", width=8, height=8, rows_per_strip=8, body=bytes(64))
    body = path.read_bytes()
    path.write_bytes(body[:-4] + body[4:8])
    return path


def named_by_a_grid(folder: Path, canary: Canary) -> Path:
    """A system whose definition names a file of shifts."""
    wkt = (
        'PROJCS["x",GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298.257223563],EXTENSION["PROJ4_GRIDS","%s"]],'
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["central_meridian",111],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],'
        'PARAMETER["false_northing",10000000],UNIT["metre",1]]'
    )
    body = bytes(range(64))
    return tiny(folder / "peta.tif", width=8, height=8, rows_per_strip=8, body=body, system=wkt % canary.path)


def packed(side: int, body: bytes, packing: int = 8) -> Make:
    return lambda folder, _canary: tiny(
        folder / "peta.tif", width=side, height=side, rows_per_strip=side, packing=packing, body=body
    )


REFUSED: dict[str, tuple[Make, type[CityError]]] = {
    "a vrt of a file": (text(VRT, to="file"), errors.NotARaster),
    "a vrt of an address": (text(VRT, to="address"), errors.NotARaster),
    "a wms": (text(WMS, to="address"), errors.NotARaster),
    "plain words": (content(b"nothing of a map"), errors.NotARaster),
    "json": (content(b'{"type": "Feature"}'), errors.NotARaster),
    "nothing at all": (content(b""), errors.NotARaster),
    "noise": (content(bytes(range(128, 256))), errors.NotARaster),
    "a pdf": (content(b"%PDF-1.7 " + bytes(64)), errors.NotARaster),
    "a png": (picture("PNG"), errors.NotARaster),
    "a jpeg": (picture("JPEG"), errors.NotARaster),
    "a head alone": (content(b"II*\0\x08\0\0\0"), errors.DamagedRaster),
    "a head and noise": (content(b"II*\0" + bytes(range(256)) * 4), errors.DamagedRaster),
    "cut off": (cut, errors.DamagedRaster),
    "cut off within its head": (cut_within_its_head, errors.DamagedRaster),
    "absurdly large": (
        lambda folder, _: tiny(folder / "peta.tif", width=2_000_000, height=2_000_000, rows_per_strip=1),
        errors.RasterTooLarge,
    ),
    "larger than numbers": (
        lambda folder, _: tiny(folder / "peta.tif", width=2**32 - 1, height=2**32 - 1, rows_per_strip=1),
        errors.DamagedRaster,
    ),
    "a bomb": (packed(40_000, zlib.compress(bytes(40_000_000), 9)), errors.RasterTooLarge),
    "a strip of noise": (packed(30_000, bytes(range(256))), errors.DamagedRaster),
    "a strip of noise in lzw": (packed(30_000, bytes(range(256)), packing=5), errors.DamagedRaster),
    "a strip that ends too soon": (packed(5_000, zlib.compress(bytes(1_000_000))), errors.DamagedRaster),
    "nothing but empty": (raster(np.full((64, 64), -1, "int16"), nodata=-1), errors.NothingInRaster),
    "nothing but not-a-number": (raster(np.full((64, 64), np.nan, "float32")), errors.NothingInRaster),
    "all masked": (raster(hills(), mask=np.zeros((64, 64), "uint8")), errors.NothingInRaster),
    "complex numbers": (raster(hills().astype("complex64")), errors.UnsupportedValues),
    "64-bit integers": (raster(hills().astype("int64")), errors.UnsupportedValues),
    "17 bands": (raster(np.ones((17, 8, 8), "uint8")), errors.TooManyBands),
    "no place": (raster(hills(), transform=None), errors.NotPlaced),
    "two in a zip": (zipped("a.tif", "b.tif", inside=raster(hills())), errors.NotOneRaster),
    "none in a zip": (zipped("a.txt", inside=raster(hills())), errors.NotOneRaster),
    "a zip in a zip": (
        zipped("b.tif", inside=zipped("a.tif", inside=raster(hills()))),
        errors.NotARaster,
    ),
    "a vrt in a zip": (zipped("a.tif", inside=text(VRT, to="file")), errors.NotARaster),
    "a zip that lies": (zip_that_lies, errors.DamagedRaster),
    "a zip with a bomb": (zip_with_a_bomb, errors.RasterTooLarge),
    "a zip cut off": (content(b"PK\x03\x04" + bytes(40)), errors.DamagedRaster),
}
LIMITS = RasterLimits(bytes_in=50_000_000)


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_remedy(case: str, tmp_path: Path, canary: Canary) -> None:
    make, fault = REFUSED[case]
    path = make(tmp_path, canary)
    before = sorted(tmp_path.iterdir())
    for refuse in (
        lambda: inspect_raster(path, limits=LIMITS),
        lambda: to_cog(path, tmp_path / "made.tif", crs="EPSG:32749", limits=LIMITS),
    ):
        with pytest.raises(fault) as caught:
            refuse()
        assert type(caught.value) is fault
        assert path.name in str(caught.value)
        assert len(str(caught.value).split(". ")) > 1, "what is wrong, and what to do"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "name", ["/vsicurl/{url}", "{url}", "{path}", "+proj=longlat +nadgrids={path}", "EPSG:32749+{path}", "EPSG:1"]
)
def test_a_system_is_named_by_its_number_alone(name: str, tmp_path: Path, canary: Canary) -> None:
    path = made(tmp_path / "peta.tif", hills(), crs=None)
    with pytest.raises(errors.RasterCrsBad):
        inspect_raster(path, crs=name.format(url=canary.url, path=canary.path))


def test_a_system_that_names_a_file_counts_as_none(tmp_path: Path, canary: Canary) -> None:
    path = named_by_a_grid(tmp_path, canary)
    assert not inspect_raster(path).is_ready
    with pytest.raises(errors.RasterCrsUnknown):
        to_cog(path, tmp_path / "made.tif")


def test_a_directory_without_end_is_read_once(tmp_path: Path, canary: Canary) -> None:
    assert inspect_raster(endless(tmp_path, canary)).width == 8


@pytest.mark.parametrize("to", ["file", "address", "stream"])
def test_overviews_elsewhere_are_not_looked_at(to: str, tmp_path: Path, canary: Canary) -> None:
    there = {
        "file": str(canary.path),
        "address": f"/vsicurl/{canary.url}",
        "stream": f"/vsicurl_streaming/{canary.url}",
    }
    path = made(tmp_path / "peta.tif", hills(), tags={"OVERVIEWS": {"OVERVIEW_FILE": there[to]}})
    assert [problem.code for problem in inspect_raster(path).problems] == ["points_elsewhere"]
    to_cog(path, tmp_path / "made.tif")
    with rasterio.open(tmp_path / "made.tif") as found:
        assert not found.tags(ns="OVERVIEWS")


def test_an_address_in_the_file_would_be_called_without_the_walls(tmp_path: Path) -> None:
    """So that the tests above have something to find."""
    (tmp_path / "secret").mkdir()
    canary = Canary(tmp_path / "secret")
    path = made(
        tmp_path / "peta.tif", hills(), tags={"OVERVIEWS": {"OVERVIEW_FILE": f"/vsicurl_streaming/{canary.url}"}}
    )
    code = f"import rasterio; rasterio.open({str(path)!r}).overviews(1)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert canary.calls
    code = code.replace("overviews(1)", f"name; rasterio.open({str(canary.path)!r})")
    subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert canary.opened
    canary.close()


def test_files_beside_it_are_not_read(tmp_path: Path, canary: Canary) -> None:
    path = made(tmp_path / "peta.tif", hills(), crs=None)
    (tmp_path / "peta.tif.aux.xml").write_text(ELSEWHERE.format(canary.path) + "<SRS>EPSG:4326</SRS>")
    (tmp_path / "peta.tif.ovr").symlink_to(canary.path)
    (tmp_path / "peta.tif.msk").symlink_to(canary.path)
    (tmp_path / "peta.tfw").symlink_to(canary.path)
    assert [problem.code for problem in inspect_raster(path).problems] == ["no_crs"]
    to_cog(path, tmp_path / "made.tif", crs="EPSG:32749")


@pytest.mark.parametrize(
    "limits",
    [
        RasterLimits(cells=999_999),
        RasterLimits(bytes_unpacked=7_000_000),
        RasterLimits(bytes_in=10_000),
        RasterLimits(memory=150_000_000),  # too little to load a library: one that lacks it in its work may crash
        RasterLimits(seconds=0),
        RasterLimits(bytes_out=50_000),
    ],
    ids=["cells", "bytes unpacked", "bytes", "memory", "seconds", "disk"],
)
def test_too_much_is_refused(limits: RasterLimits, tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", np.random.default_rng(1).random((1000, 1000)), compress="deflate")
    with pytest.raises(errors.RasterTooLarge) as refused:
        to_cog(path, tmp_path / "made.tif", limits=limits)
    assert "MB" in str(refused.value)
    assert sorted(tmp_path.iterdir()) == [path]


def test_what_the_sender_wrote_into_it_goes_no_further(tmp_path: Path) -> None:
    path = made(tmp_path / "peta.tif", hills(), transform=BATU, crs="EPSG:4326", tags={None: {"PHONE": "0812"}})
    to_cog(path, tmp_path / "made.tif")
    with rasterio.open(tmp_path / "made.tif") as found:
        assert "PHONE" not in found.tags()

"""What a file is by its first bytes, and the one GeoTIFF in an archive: seen to before GDAL is asked anything."""

import zipfile
import zlib
from pathlib import Path
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.readers.errors import DamagedRaster, NotARaster, NotOneRaster, RasterTooLarge

TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
ZIP = b"PK\x03\x04"
ENDINGS = (".tif", ".tiff", ".gtiff")
HEAD = 512
LOOKS_LIKE: tuple[tuple[bytes, str | Promise], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3", _("a database (GeoPackage, MBTiles)")),
    (b"\x89HDF", "HDF5/netCDF"),
    (b"CDF", "netCDF"),
    (b"\0\0\0\x0cjP", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x1f\x8b", "GZIP"),
    (ZIP, "ZIP"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"EHFA_HEADER_TAG", "Erdas Imagine"),
)


def geotiff_of(path: Path, folder: Path, *, name: str, bytes_in: int) -> Path:
    """Return the path of the GeoTIFF: the file itself, or the one in a zip, unpacked into the folder.

    name: what the sender calls the file. Raises NotARaster, NotOneRaster, DamagedRaster, RasterTooLarge.
    """
    if not path.is_file() or not (size := path.stat().st_size):
        raise NotARaster(file=name, kind=_("an empty file"))
    if size > bytes_in:
        raise too_many_bytes(name, bytes_in)
    head = _head(path)
    if head.startswith(ZIP):
        path = _unpacked(path, folder, name=name, bytes_in=bytes_in)
        head = _head(path)
    if not head.startswith(TIFF):
        raise NotARaster(file=name, kind=_kind_of(head))
    return path.resolve()


def too_many_bytes(name: str, bytes_in: int) -> RasterTooLarge:
    """Return the fault of a file that is too long."""
    return RasterTooLarge(file=name, limit=f"{bytes_in // 1_000_000:,} MB")


def _kind_of(head: bytes) -> str | Promise:
    for beginning, kind in LOOKS_LIKE:
        if head.startswith(beginning):
            return kind
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, kind in ((b"<VRTDataset", "VRT"), (b"<GDAL_WMS", "WMS"), (b"<html", "HTML"), (b"<!DOCTYPE html", "HTML")):
        if mark.lower() in head.lower():
            return kind
    if text.startswith((b"<", b"{", b"[")):
        return _("a description in text")
    if head.isascii() and b"\0" not in head:
        return _("a text file")
    return _("something unknown")


def _unpacked(path: Path, folder: Path, *, name: str, bytes_in: int) -> Path:
    target = folder / "unpacked.tif"  # the name in the archive goes nowhere
    try:
        with zipfile.ZipFile(path) as archive:
            rasters = [one for one in archive.infolist() if _is_raster(one)]
            if len(rasters) != 1:
                raise NotOneRaster(file=name, n=len(rasters))
            if rasters[0].file_size > bytes_in:
                raise too_many_bytes(name, bytes_in)
            with archive.open(rasters[0]) as packed, target.open("wb") as out:
                _copy(packed, out, name=name, most=bytes_in)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as bad:
        raise DamagedRaster(file=name) from bad  # also one with a password
    return target


def _copy(packed: IO[bytes], out: IO[bytes], *, name: str, most: int) -> None:
    """Copy at most so many bytes, whatever the archive says about their number."""
    written = 0
    while piece := packed.read(1 << 20):
        written += len(piece)
        if written > most:
            raise too_many_bytes(name, most)
        out.write(piece)


def _is_raster(member: zipfile.ZipInfo) -> bool:
    hidden = "__MACOSX" in member.filename or member.filename.rpartition("/")[2].startswith("._")
    return not hidden and not member.is_dir() and member.filename.lower().endswith(ENDINGS)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)

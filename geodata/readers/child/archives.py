"""Zip archives: looked through before anything is unpacked, then only what is needed, counted byte by byte."""

import gzip
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from geodata.readers.child.findings import Fatal
from geodata.readers.formats import IN_ARCHIVES, MAPINFO_PARTS, SHAPEFILE_PARTS

MOST_MEMBERS = 5_000
MOST_RATIO, RATIO_FROM = 200, 20_000_000  # map files shrink to a tenth, tables to a thirtieth
CHUNK = 1 << 20


class Archive:
    """A zip that holds map files."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        self._path, self._most_bytes = path, most_bytes
        self._members = look_through(path, most_bytes)
        self.map_files = sorted({inside for name in self._members if (inside := _map_file(name))})

    def unpack(self, wanted: str, into: Path) -> Path:
        """Unpack one map file and the files that belong to it; returns its path."""
        left = self._most_bytes
        target = into / "unpacked"
        parts = list(self._parts(wanted))
        target.mkdir()
        with _opened(self._path) as archive:
            for name in parts:
                place = target / _place(name, wanted)
                place.parent.mkdir(parents=True, exist_ok=True)
                left = _write(archive, name, place, left)
        return target / _place(wanted, wanted)

    def _parts(self, wanted: str) -> Iterator[str]:
        suffix = PurePosixPath(wanted).suffix.lower()
        belong = {".shp": SHAPEFILE_PARTS, ".tab": MAPINFO_PARTS, ".mif": MAPINFO_PARTS}.get(suffix, (suffix,))
        stem = wanted[: -len(suffix)].lower()
        for name in self._members:
            ending = PurePosixPath(name).suffix.lower()
            if (
                name == wanted
                or (suffix == ".gdb" and name.startswith(f"{wanted}/") and not name.endswith("/"))
                or (ending in belong and name[: -len(ending)].lower() == stem)
            ):
                yield name

    def explain_nothing(self) -> Fatal:
        """Say why no map file was found."""
        names = [name for name in self._members if not name.endswith("/")]
        suffixes = {PurePosixPath(name).suffix.lower() for name in names}
        if suffixes & {".dbf", ".shx", ".prj"}:
            return Fatal("archive_without_shp")
        if suffixes & {".zip", ".kmz", ".7z", ".rar", ".gz", ".tar"}:
            return Fatal("archive_nested")
        return Fatal("archive_without_map", found=", ".join(names[:5])[:200] or "–")


def look_through(path: Path, most_bytes: int) -> list[str]:
    """Return the names of the members of a zip that is safe to unpack. Raises Fatal where it is not."""
    with _opened(path) as archive:
        members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Fatal("too_large")
    for member in members:
        name = member.filename
        mode = member.external_attr >> 16
        if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
            raise Fatal("archive_escapes", member=name[:80])
        if stat.S_ISLNK(mode) or (mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)):
            raise Fatal("archive_link", member=name[:80])
        if member.flag_bits & 1:
            raise Fatal("archive_locked", member=name[:80])
        if member.file_size > max(RATIO_FROM, MOST_RATIO * member.compress_size):
            raise Fatal("archive_bomb", member=name[:80])
    if sum(member.file_size for member in members) > most_bytes:
        raise Fatal("too_large")
    if len({member.filename for member in members}) < len(members):
        raise Fatal("damaged")
    return [member.filename for member in members if "__MACOSX" not in member.filename]


def gunzip(path: Path, into: Path, most_bytes: int) -> Path:
    """Unpack a single file."""
    target = into / "unpacked.bin"
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as out:
            _copy(cast(BinaryIO, packed), out, most_bytes)
    except (OSError, EOFError) as bad:
        raise Fatal("damaged") from bad
    return target


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as bad:
        raise Fatal("damaged") from bad


def _map_file(member: str) -> str | None:
    """Return the member if it is a map file, or the FileGDB folder that it lies in."""
    if ".gdb/" in member:
        return member.partition(".gdb/")[0] + ".gdb"
    if member.lower().endswith(".mid"):
        return None
    return member if member.lower().endswith(IN_ARCHIVES) and not PurePosixPath(member).name.startswith(".") else None


def _place(name: str, wanted: str) -> str:
    """Where a member is put: by plain names of ours, so that none of theirs is ever a path."""
    if wanted.lower().endswith(".gdb"):
        return "layer.gdb" + (f"/{PurePosixPath(name).name}" if name != wanted else "")
    return f"{PurePosixPath(wanted).stem.replace(' ', '_')[:60] or 'layer'}{PurePosixPath(name).suffix.lower()}"


def _write(archive: zipfile.ZipFile, name: str, place: Path, left: int) -> int:
    try:
        with archive.open(name) as packed, place.open("wb") as out:
            return left - _copy(cast(BinaryIO, packed), out, left)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as bad:
        raise Fatal("damaged") from bad


def _copy(packed: BinaryIO, out: BinaryIO, most: int) -> int:
    """Copy, counting: what an archive says of its sizes is only what it says."""
    done = 0
    while chunk := packed.read(CHUNK):
        done += len(chunk)
        if done > most:
            raise Fatal("too_large")
        out.write(chunk)
    return done

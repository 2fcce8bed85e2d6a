"""Archives that are bombs, traps, or hold nothing."""

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.geodata.readers.hostile.case import ALUN_ALUN, Canary, Case, fatal, mended, points
from tests.geodata.readers.hostile.pointers import POINT, VRT, geojson

Member = tuple[str | zipfile.ZipInfo, str | bytes]


def zipped(*members: Member, name: str = "a.zip") -> Callable[[Path, Canary], Path]:
    def make(folder: Path, canary: Canary) -> Path:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members:
                words = content if isinstance(content, bytes) else content.replace("{secret}", str(canary.secret))
                archive.writestr(member, words)
        return folder / name

    return make


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def shapefile(
    *,
    without: tuple[str, ...] = (),
    instead: dict[str, bytes | str] | None = None,
    copies: int = 1,
    crs: int = 4326,
    place: tuple[float, float] = ALUN_ALUN,
) -> Callable[[Path, Canary], Path]:
    """Make a zipped shapefile, some parts left out or replaced."""

    def make(folder: Path, canary: Canary) -> Path:
        frame = points(place, crs=crs)
        frame["nama"] = ["Café Müller"]
        frame.to_file(folder / "a.shp", encoding="cp1252")
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            for number in range(copies):
                for part in sorted(folder.glob("a.???")):
                    if part.suffix not in (*without, ".zip"):
                        content = (instead or {}).get(part.suffix, part.read_bytes())
                        if isinstance(content, str):
                            content = content.replace("{secret}", str(canary.secret)).replace(
                                "{address}", canary.address
                            )
                        archive.writestr(f"{'b' * number}{part.name}", content)
        return folder / "a.zip"

    return make


def locked(folder: Path, canary: Canary) -> Path:
    path = zipped(("a.geojson", geojson(POINT)))(folder, canary)
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    return path


def larger_than_it_says(folder: Path, canary: Canary) -> Path:
    """A member whose header says 100 bytes and that unpacks to 30 MB."""
    path = zipped(("a.csv", b"lat,lng\n" + b"-7.87,112.52\n" * 2_500_000))(folder, canary)
    content = bytearray(path.read_bytes())
    for magic, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(magic) + place
        content[start : start + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    return path


GRIDS = (
    'GEOGCS["a",DATUM["a",SPHEROID["a",6378137,298.25],EXTENSION["PROJ4_GRIDS","{secret}"]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],EXTENSION["PROJ4","+proj=longlat +nadgrids={secret} +no_defs"]]'
)
CASES = [
    Case("no zip", zipped(name="a.zip"), (fatal("archive_without_map"),)),
    Case("a zip without a .shp", shapefile(without=(".shp",)), (fatal("archive_without_shp"),)),
    Case("a zip of several shapefiles", shapefile(copies=2), (fatal("archive_of_several"),)),
    Case("a zip without a map", zipped(("a.doc", "x")), (fatal("archive_without_map"),)),
    Case("a zip in a zip", zipped(("b.zip", "PK\x03\x04")), (fatal("archive_nested"),)),
    Case("a bomb", zipped(("a.geojson", b" " * 60_000_000)), (fatal("archive_bomb"),)),
    Case("a bomb that says it is small", larger_than_it_says, (fatal("damaged"),)),
    Case(
        "a bomb as spreadsheet", zipped(("xl/workbook.xml", b" " * 60_000_000), name="a.xlsx"), (fatal("archive_bomb"),)
    ),
    Case("a zip with a way up", zipped(("../../a.geojson", geojson(POINT))), (fatal("archive_escapes"),)),
    Case("a zip with a place at the root", zipped(("/etc/a.geojson", geojson(POINT))), (fatal("archive_escapes"),)),
    Case("a zip with a drive", zipped(("C:\\a.geojson", geojson(POINT))), (fatal("archive_escapes"),)),
    Case("a zip with a link", zipped((link("a.geojson"), "{secret}")), (fatal("archive_link"),)),
    Case("a zip with a password", locked, (fatal("archive_locked"),)),
    Case("a VRT in a zip", zipped(("a.shp", VRT.format("{secret}"))), (fatal("points_elsewhere"),)),
    Case("a .prj that is a path", shapefile(instead={".prj": "{secret}"}), (fatal("bad_prj"),)),
    Case("a .prj that is an address", shapefile(instead={".prj": "{address}"}), (fatal("bad_prj"),)),
    Case("a .prj that wants a grid file", shapefile(instead={".prj": GRIDS}), (fatal("bad_crs"),)),
    Case("a .cpg that lies", shapefile(instead={".cpg": "UTF-8"}), (mended("encoding_mended"),)),
    Case("no .cpg", shapefile(without=(".cpg",)), (mended("encoding_guessed"),)),
    Case("no .shx", shapefile(without=(".shx",)), (mended("index_rebuilt"),)),
    Case(
        "no .prj and metres of nowhere",
        shapefile(without=(".prj",), crs=32749, place=(5_000_000.0, 5_000_000.0)),
        (fatal("unknown_crs"),),
    ),
    Case("a spreadsheet that is a zip", zipped(("a.txt", "x"), name="a.xlsx"), (fatal("lies_about_type"),)),
]

"""Looks taken before a library opens the file: what GDAL would follow, run or expand is refused or told."""

import codecs
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.sniff import CONNECTION

CHUNK, OVERLAP = 4_000_000, 400
CRS_LINK = re.compile(
    rb'"crs"\s*:\s*\{[^{}]{0,200}"type"\s*:\s*"(?:link|url)"|"href"\s*:\s*"[^"]{0,300}"[^{}]*\}\s*,?\s*"type"\s*:\s*"link"',
    re.I,
)
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
NETWORK_LINK = re.compile(rb"<(?:\w+:)?(?:NetworkLink|GroundOverlay|PhotoOverlay)\b")
READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
HARMLESS = {
    "lower",
    "upper",
    "trim",
    "round",
    "abs",
    "count",
    "sum",
    "min",
    "max",
    "avg",
    "coalesce",
    "ifnull",
    "substr",
}
HARMLESS |= {
    "length",
    "replace",
    "date",
    "datetime",
    "strftime",
    "like",
    "row_number",
    "printf",
    "group_concat",
    "total",
}
ITS_OWN_MODULES = ("rtree",)


def guard(path: Path, format_: str, findings: Findings) -> None:
    """Look at a file of this format. Raises Fatal; tells what will be ignored."""
    match format_:
        case "GeoPackage":
            _guard_database(path, findings)
        case "GeoJSON" | "GeoJSONSeq" | "TopoJSON":
            _guard_json(path)
        case "KML" | "GPX":
            _guard_xml(path, findings)
        case "Shapefile":
            _guard_prj(path.with_suffix(".prj"), findings)


def _guard_json(path: Path) -> None:
    for piece in pieces(path):
        if CRS_LINK.search(piece):
            raise Fatal("points_elsewhere")


def _guard_xml(path: Path, findings: Findings) -> None:
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
            raise Fatal("unknown_encoding", encoding="UTF-16")
    for piece in pieces(path):
        if DOCTYPE.search(piece):
            raise Fatal("xml_entities")
        if NETWORK_LINK.search(piece):
            findings.note("links_ignored")


def _guard_prj(prj: Path, findings: Findings) -> None:
    """Take a .prj that is no coordinate system away: what it names is not for us to open."""
    if not prj.is_file():
        return
    text = prj.read_bytes()[:CHUNK].decode("utf-8", "replace").strip()
    if CONNECTION.match(text) or not re.match(
        r"(PROJCS|GEOGCS|PROJCRS|GEOGCRS|GEODCRS|BOUNDCRS|COMPD|LOCAL|ENGCRS)", text
    ):
        raise Fatal("bad_prj")


def _guard_database(path: Path, findings: Findings) -> None:
    """A GeoPackage is a database, and one may hold programs: none of them may run when it is read."""
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            _guard_schema(database, findings)
        finally:
            database.close()
    except sqlite3.DatabaseError as bad:
        raise Fatal("damaged") from bad


def _guard_schema(database: sqlite3.Connection, findings: Findings) -> None:
    rows = [
        (str(kind), str(name), str(sql or ""))
        for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master")
    ]
    if not any(name.lower() == "gpkg_contents" for _kind, name, _sql in rows):
        raise Fatal("not_a_geopackage")
    for kind, name, sql in rows:
        if kind == "table" and (module := re.match(r"\s*CREATE\s+VIRTUAL\s+TABLE.*?\bUSING\s+(\w+)", sql, re.I | re.S)):
            if module.group(1).lower() not in ITS_OWN_MODULES:
                raise Fatal("database_runs_code", name=name[:60])
        elif kind == "trigger" and not name.startswith(("rtree_", "gpkg_", "trigger_insert_", "trigger_delete_")):
            findings.note("triggers_ignored", name=name[:60])
    for kind, name, _sql in rows:
        if kind == "view":
            _guard_view(database, name)


def _guard_view(database: sqlite3.Connection, name: str) -> None:
    """A view may select, and count and shorten words; it may not call what else a library has taught its database."""

    def may(action: int, _first: str | None, second: str | None, *_where: object) -> int:
        is_fine = action in READING or (action == sqlite3.SQLITE_FUNCTION and str(second).lower() in HARMLESS)
        return sqlite3.SQLITE_OK if is_fine else sqlite3.SQLITE_DENY

    database.set_authorizer(may)
    try:
        quoted = name.replace('"', '""')
        database.execute(f'EXPLAIN SELECT * FROM "{quoted}"')  # noqa: S608
    except sqlite3.DatabaseError as refused:
        raise Fatal("database_runs_code", name=name[:60]) from refused
    finally:
        database.set_authorizer(None)


def pieces(path: Path) -> Iterator[bytes]:
    """Give a file piece by piece, each with the end of the one before."""
    end = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield end + chunk
            end = chunk[-OVERLAP:]


def dbf_encoding(shp: Path, chosen: str, findings: Findings) -> str:
    """Find in which encoding a shapefile's words are: as chosen, as its .cpg says if that is true, or guessed."""
    dbf, cpg = shp.with_suffix(".dbf"), shp.with_suffix(".cpg")
    if chosen or not dbf.is_file():
        return chosen
    with dbf.open("rb") as file:
        header = file.read(32)
        file.seek(int.from_bytes(header[8:10], "little"))
        words = file.read(CHUNK)
    said = cpg.read_bytes()[:40].decode("ascii", "replace").strip() if cpg.is_file() else ""
    said = _known(said)
    if not any(byte > 127 for byte in words):
        return said or "utf-8"
    is_utf8 = _decodes(words, "utf-8")
    if said and codecs.lookup(said).name != "utf-8":
        return said
    if said and not is_utf8:
        findings.note("encoding_mended", said=said, used="cp1252")
    elif not said:
        findings.note("encoding_guessed", used="utf-8" if is_utf8 else "cp1252")
    return "utf-8" if is_utf8 else "cp1252"


def known_encoding(name: str) -> None:
    """Raise Fatal where a person named an encoding that does not exist."""
    if name and not _known(name):
        raise Fatal("unknown_encoding", encoding=name[:40])


def _known(name: str) -> str:
    name = f"cp{name}" if name.isdigit() and len(name) in (3, 4) else name
    try:
        return name if name and "a".encode(name) and codecs.lookup(name)._is_text_encoding else ""
    except (LookupError, ValueError, UnicodeError, TypeError):
        return ""


def _decodes(words: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(words, final=False)
    except UnicodeDecodeError:
        return False
    return True

"""From a path to an opened layer: what the file is, unpacked where it must be, looked at, then opened."""

import os
from dataclasses import dataclass
from pathlib import Path

from geodata.readers.child import archives, gdal, guards
from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.names import not_too_many
from geodata.readers.child.opened import Opened
from geodata.readers.child.sniff import sniff
from geodata.readers.formats import DRIVERS_OF, TABLES


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where to unpack, how much, which drivers GDAL has, and whether tables count as map files."""

    folder: Path
    bytes_in: int
    columns: int
    drivers: list[str]
    takes_tables: bool = True


def open_file(path: Path, layer: str, encoding: str, bounds: Bounds, findings: Findings) -> Opened:
    """Open the layer that was chosen, or the only one. Raises Fatal."""
    guards.known_encoding(encoding)
    if path.stat().st_size > bounds.bytes_in:
        raise Fatal("too_large")
    format_ = sniff(path, path.name)
    members: list[str] = []
    stem = path.stem
    if format_ == "gzip":
        inner = Path(path.stem)
        unpacked = archives.gunzip(path, bounds.folder, bounds.bytes_in)
        path = unpacked.rename(unpacked.with_name(f"unpacked{inner.suffix.lower()}"))
        format_, stem = sniff(path, path.name), inner.stem
    elif format_ == "zip":
        archive = archives.Archive(path, bounds.bytes_in)
        members = archive.map_files
        member, _bar, inside = layer.partition("|")
        if not members:
            raise archive.explain_nothing()
        if len(members) > 1 and member not in members:
            raise Fatal("archive_of_several", layers=members)
        chosen, layer = (member, inside) if len(members) > 1 else (members[0], layer)
        path = archive.unpack(chosen, bounds.folder)
        stem = path.stem
        format_ = "FileGDB" if path.is_dir() else sniff(path, path.name)
        members = members if len(members) > 1 else []
    if format_ in ("zip", "gzip"):
        raise Fatal("archive_nested")
    opened = _opened(path, format_, layer, encoding, bounds, findings)
    if len(opened.layers) == 1 and format_ in ("CSV", "GeoParquet", "GeoJSON", "GeoJSONSeq"):
        opened.layers, opened.layer = [stem], stem
    if members:
        opened.layer = f"{chosen}|{opened.layer}" if len(opened.layers) > 1 else chosen
        opened.layers = [*members, *(f"{chosen}|{name}" for name in opened.layers if len(opened.layers) > 1)]
    return opened


def _opened(path: Path, format_: str, layer: str, encoding: str, bounds: Bounds, findings: Findings) -> Opened:
    if format_ in TABLES and not bounds.takes_tables:
        raise Fatal("unreadable", formats="")
    match format_:
        case "CSV":
            from geodata.readers.child.delimited import open_table

            return open_table(path, encoding, bounds.columns, findings)
        case "XLSX":
            from geodata.readers.child.spreadsheet import open_sheet

            return open_sheet(path, layer, bounds.columns, bounds.bytes_in, findings)
        case "GeoParquet":
            from geodata.readers.child.geoparquet import open_parquet

            return open_parquet(path, bounds.columns, findings)
    if format_ not in DRIVERS_OF:
        raise Fatal("unreadable", formats="")
    guards.guard(path, format_, findings)
    if format_ == "Shapefile":
        encoding = guards.dbf_encoding(path, encoding, findings)
        if not any(path.with_suffix(ending).is_file() for ending in (".shx", ".SHX")):
            findings.note("index_rebuilt")
            os.environ["SHAPE_RESTORE_SHX"] = "YES"
    gdal.start(bounds.drivers, format_)
    if format_ in ("GeoJSON", "GeoJSONSeq", "TopoJSON"):
        layer = ""
    opened = gdal.open_layer(path, format_, layer, encoding, findings)
    not_too_many(len(opened.fields), bounds.columns)
    return opened

"""What a file really is, by its first bytes. A file that says one thing and holds another is refused, not tried."""

import json
import re
from pathlib import Path

from geodata.readers.child.findings import Fatal
from geodata.readers.formats import READABLE_LAYERS, SUFFIXES

HEAD = 65_536
BINARY = (
    (b"SQLite format 3\0", "GeoPackage"),
    (b"fgb\x03", "FlatGeobuf"),
    (b"PAR1", "GeoParquet"),
    (b"\x00\x00\x27\x0a", "Shapefile"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"II*\0", "raster"),
    (b"MM\0*", "raster"),
    (b"II+\0", "raster"),
    (b"MM\0+", "raster"),
    (b"\x89PNG", "raster"),
    (b"\xff\xd8\xff", "raster"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"%PDF", "PDF"),
)
# descriptions that have no rows of their own, only the place of others: files of this server, or addresses
POINTERS = re.compile(
    r"<(OGRVRTDataSource|VRTDataset|GDAL_WMS|GDAL_WMTS|GDALWMS|WMS_Capabilities|WMT_MS_Capabilities|OGRWFSDataSource|"
    r"OGRCSWDataSource|Capabilities|ServiceExceptionReport|Service)\b",
    re.IGNORECASE,
)
CONNECTION = re.compile(
    r"^\s*(PG|POSTGRESQL|MYSQL|MSSQL|OCI|ODBC|WFS3?|WMS|WMTS|OAPIF|OGCAPI|CSW|CARTO|ES|DODS|GTM|PLSCENES|AMIGOCLOUD|"
    r"https?|ftp|file|s3|gs|GDALG)\s*:|^\s*/?/?vsi[a-z0-9_]+/|^\s*(gdal )?vector pipeline",
    re.IGNORECASE,
)


def sniff(path: Path, name: str) -> str:
    """Return the format of a file called `name` by whoever sent it. Raises Fatal where both differ."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Fatal("empty_file")
    found = _format(head, name)
    suffix = Path(name).suffix.lower()
    if found == "pointer":
        raise Fatal("points_elsewhere")
    if found == "raster":
        raise Fatal("is_raster")
    if found == "XLS":
        raise Fatal("old_spreadsheet")
    if suffix not in SUFFIXES:
        raise Fatal("unreadable", formats=READABLE_LAYERS)
    if suffix == ".xlsx" and found == "zip":
        return "XLSX"
    if found not in SUFFIXES[suffix] and not (suffix == ".xlsm" and found == "zip"):
        raise Fatal("lies_about_type", suffix=suffix, found=found)
    return "XLSX" if suffix == ".xlsm" else found


def _format(head: bytes, name: str) -> str:
    for magic, found in BINARY:
        if head.startswith(magic):
            return found
    text = text_of(head).lstrip("\ufeff \t\r\n\x1e")
    if CONNECTION.match(text[:200]):
        return "pointer"
    if text.startswith("<"):
        return _xml(text, Path(name).suffix.lower())
    if text.startswith(("{", "[")):
        return _json(text)
    if re.match(r"version\s+\d+", text, re.IGNORECASE) and Path(name).suffix.lower() == ".mif":
        return "MapInfo"
    if text.lower().startswith("!table"):
        if re.search(r"create\s+view|\\IsSeamless|type\s+(linked|wms|wfs|raster)", text, re.IGNORECASE):
            return "pointer"
        return "MapInfo"
    return "CSV" if Path(name).suffix.lower() in (".csv", ".tsv", ".txt") else "text"


def text_of(head: bytes) -> str:
    """Decode the beginning of a text, whatever its encoding, well enough to look at its first words."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if head[1:2] == b"\0" and head[3:4] == b"\0":
        return head.decode("utf-16-le", "replace")
    if head[:1] == b"\0" and head[2:3] == b"\0":
        return head.decode("utf-16-be", "replace")
    return head.decode("utf-8-sig", "replace")


def _xml(text: str, suffix: str) -> str:
    if re.search(r"<!(DOCTYPE|ENTITY)", text) and not re.search(r"<!DOCTYPE\s+html", text, re.IGNORECASE):
        return "pointer" if POINTERS.search(text) else _refused_xml()
    if POINTERS.search(text):
        return "pointer"
    text = re.sub(r"<!--.*?(-->|$)|<\?.*?\?>", "", text, flags=re.DOTALL)
    root = re.search(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s>/]", text)
    # where the head is one long comment the name is believed; the guards look at the rest
    return {"kml": "KML", "gpx": "GPX"}.get(root.group(1).lower() if root else suffix[1:], "XML")


def _refused_xml() -> str:
    raise Fatal("xml_entities")


def _json(text: str) -> str:
    if '"Topology"' in text[:2000]:
        return "TopoJSON"
    if re.search(r'"type"\s*:\s*"(gdal_streamed_alg|GDALG)', text):
        return "pointer"
    first, _newline, rest = text.partition("\n")
    if rest.lstrip("\x1e \r\n").startswith("{"):
        try:
            json.loads(first)
        except ValueError:
            return "GeoJSON"
        return "GeoJSONSeq"
    return "GeoJSON"

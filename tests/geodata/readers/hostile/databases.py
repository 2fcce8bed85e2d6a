"""GeoPackages that hold programs, and geometry of unusual kinds."""

import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import geopandas
import shapely

from tests.geodata.readers.hostile.case import ALUN_ALUN, Canary, Case, fatal, mended, points


def package(*statements: str) -> Callable[[Path, Canary], Path]:
    def make(folder: Path, canary: Canary) -> Path:
        points(ALUN_ALUN).to_file(folder / "a.gpkg", layer="a")
        database = sqlite3.connect(folder / "a.gpkg")
        for statement in statements:
            database.execute(statement.replace("{secret}", str(canary.secret)))
        database.commit()
        database.close()
        return folder / "a.gpkg"

    return make


def hidden(statement: str) -> tuple[str, ...]:
    """Write a statement of the schema that SQLite itself would not take."""
    return (
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, '{statement}')",
    )


def plain_database(folder: Path, _canary: Canary) -> Path:
    database = sqlite3.connect(folder / "a.gpkg")
    database.execute("CREATE TABLE a (b)")
    database.commit()
    database.close()
    return folder / "a.gpkg"


def with_geometry(kind: str, wkb: bytes) -> Callable[[Path, Canary], Path]:
    """Make a layer of one row whose geometry no Python library writes."""

    def make(folder: Path, _canary: Canary) -> Path:
        box = shapely.box(112.50, -7.90, 112.52, -7.88)
        geopandas.GeoDataFrame({"nama": ["a"]}, geometry=[box], crs=4326).to_file(folder / "a.gpkg", layer="a")
        database = sqlite3.connect(folder / "a.gpkg")
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE a SET geom = ?", (b"GP\0\x01" + struct.pack("<i", 4326) + wkb,))
        database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = ?, z = 2, m = 2", (kind,))
        database.commit()
        database.close()
        return folder / "a.gpkg"

    return make


MEASURED = struct.pack("<BIdddd", 1, 3001, 112.52, -7.87, 900.0, 5.0)
HALF_CIRCLE = [(112.50, -7.90), (112.51, -7.89), (112.52, -7.90)]
ARC = struct.pack("<BII", 1, 8, 3) + b"".join(struct.pack("<dd", *corner) for corner in HALF_CIRCLE)
CHORD = struct.pack("<BIIdddd", 1, 2, 2, *HALF_CIRCLE[2], *HALF_CIRCLE[0])
CURVED = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 9, 2) + ARC + CHORD

RUNS = (fatal("database_runs_code"),)

CASES = [
    Case("a database that is none", plain_database, (fatal("not_a_geopackage"),)),
    Case(
        "a trigger",
        package("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END"),
        (mended("triggers_ignored"),),
    ),
    Case("a virtual table", package("CREATE VIRTUAL TABLE v USING fts4(b)"), RUNS),
    Case(
        "a virtual table of another file", package(*hidden("CREATE VIRTUAL TABLE v USING VirtualOGR({secret})")), RUNS
    ),
    Case("a view that calls", package("CREATE VIEW v AS SELECT load_extension('{secret}')"), RUNS),
    Case("a view that asks an address", package("CREATE VIEW v AS SELECT ogr_geocode('Batu') AS geom"), RUNS),
    Case(
        "heights and measures", with_geometry("POINT", MEASURED), (mended("height_dropped"), mended("measure_dropped"))
    ),
    Case("curves", with_geometry("CURVEPOLYGON", CURVED), (mended("curves_linearised"),)),
]

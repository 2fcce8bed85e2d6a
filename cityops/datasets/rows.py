"""The rows of an upload as an import target takes them: read by the reader's child into a table of the moment."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from psycopg import sql

from cityops.areas.queries import extent_of_city
from cityops.datasets import files
from cityops.datasets.models import Upload
from cityops.features.imports import Row, Target
from geodata.readers.choices import Choices, ColumnChoice
from geodata.readers.inspection import Problem
from geodata.readers.streaming import stream_vector

BATCH = 1000
EXTERNAL = "number"  # the field that says which row is which, where a file has numbers of its own
DOUBTED = "doubted"  # in a mapping beside the fields: names that are not to be read as ones spelled alike
_SPACE = UUID("5b8e5f3e-6c1d-4b0e-9f43-0d5a3d8c2a11")

# Where a row lies: its point, or of a shape one inside. A shape of one part is that part.
_SHAPES = {
    "point": "CASE WHEN GeometryType(g) = 'POINT' THEN g ELSE ST_PointOnSurface(g) END",
    "polygon": "CASE WHEN ST_NumGeometries(g) = 1 THEN ST_GeometryN(g, 1) ELSE g END",
    "none": "NULL::geometry",
}


def choices_for(upload: Upload, target: Target) -> Choices:
    """Return how the file is read for a target: a column for each field that has one; rows at fault are left out."""
    said = Choices.from_dict(upload.choices)
    columns = tuple(
        ColumnChoice(column, one.name, one.kind) for one in target.fields if (column := column_of(upload, one.name))
    )
    # Where all rows have all values in common no column is wanted, and to name none would mean all.
    left_out = tuple(ColumnChoice(one["source"], one["name"], is_kept=False) for one in _columns_found(upload)[:1])
    has_place_names = any(column_of(upload, name) or value_of(upload, name) for name in target.place_fields)
    return replace(
        said,
        columns=columns or left_out,
        leaves_out=True,
        keeps_placeless=has_place_names,
        geometry="none" if target.shape == "none" else said.geometry,
    )


def _columns_found(upload: Upload) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = (upload.inspection or {}).get("columns", [])
    return columns


def column_of(upload: Upload, field: str) -> str:
    """Return the column that fills a field, "" for none."""
    return str(upload.mapping.get(field, {}).get("column", ""))


def value_of(upload: Upload, field: str) -> str:
    """Return what a field has where no column says otherwise."""
    return str(upload.mapping.get(field, {}).get("value", ""))


def load_rows(upload: Upload, target: Target, tell: Callable[[int], None]) -> tuple[Problem, ...]:
    """Copy the file's rows into a table that goes with the transaction. Raises UnfitFile.

    Returns what the reader says of them. tell: hears how many rows were read.
    """
    choices = choices_for(upload, target)
    names = [sql.Identifier(f"c_{column.name}") for column in choices.columns if column.is_kept]
    with connection.cursor() as cursor:
        columns = sql.SQL("").join(sql.SQL(", {} text").format(name) for name in names)
        cursor.execute("DROP TABLE IF EXISTS rows_coming_in")
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE rows_coming_in (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                " g geometry, number bigint{}) ON COMMIT DROP"
            ).format(columns)
        )
        into = sql.SQL("COPY rows_coming_in ({}) FROM STDIN (FORMAT csv, NULL '')").format(
            sql.SQL(", ").join([sql.SQL("g, number"), *names])
        )
        with (
            stream_vector(files.path_of(upload.path), choices, city=extent_of_city()) as stream,
            cursor.copy(into) as copy,
        ):
            for piece in stream:
                copy.write(piece)
                tell(stream.rows_written)
        cursor.execute("ANALYZE rows_coming_in")
        return stream.problems


def batches_of_rows(upload: Upload, target: Target) -> Iterator[list[Row]]:
    """Give the rows that were loaded, with the desa that each lies in."""
    names = [column.name for column in choices_for(upload, target).columns if column.is_kept]
    fixed = {one.name: value_of(upload, one.name) for one in target.fields}
    doubted = frozenset(upload.mapping.get(DOUBTED, {}).get("words", {}))
    seen: Counter[str] = Counter()
    last = 0
    statement = sql.SQL(
        "SELECT n, number, encode(ST_AsEWKB(at.g), 'hex'), area_at(ST_PointOnSurface(at.g)){columns}"
        " FROM (SELECT *, CASE WHEN ST_IsEmpty(g) THEN NULL ELSE {shape} END AS shape FROM rows_coming_in"
        " WHERE n > %s ORDER BY n LIMIT %s) AS r, LATERAL (SELECT ST_SetSRID(r.shape, 4326) AS g) AS at ORDER BY n"
    ).format(
        shape=sql.SQL(_SHAPES[target.shape]),
        columns=sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(f"c_{name}")) for name in names),
    )
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [last, BATCH])
            found = cursor.fetchall()
        if not found:
            return
        last = found[-1][0]
        rows = (_row(target, fixed, names, line, seen) for line in found)
        yield [replace(row, doubted=doubted) for row in rows] if doubted else list(rows)


def _row(target: Target, fixed: dict[str, str], names: list[str], line: tuple[Any, ...], seen: Counter[str]) -> Row:
    _n, number, ewkb, area, *cells = line
    values = dict(fixed)
    for name, cell in zip(names, cells, strict=True):
        if cell is not None and (words := cell.strip()):
            values[name] = words
    key = _key(target, values, ewkb, seen)
    return Row(number, key, values, None if ewkb is None else GEOSGeometry(ewkb), area)


def _key(target: Target, values: dict[str, str], ewkb: str | None, seen: Counter[str]) -> UUID:
    """Return the key of a row: by its own number, else by all that it says, and how often that was said before."""
    if own := values.get(EXTERNAL):
        return uuid5(_SPACE, json.dumps([target.name, EXTERNAL, own]))
    said = json.dumps([target.name, values, ewkb], sort_keys=True)
    seen[said] += 1
    return uuid5(_SPACE, f"{said} {seen[said]}")

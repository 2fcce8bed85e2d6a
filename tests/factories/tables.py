"""Tables of the schema `uploads`, described as layers."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from layers.models import Audience, TableSource
from layers.registry import Geometry
from layers.tables import Audiences, TableColumn, describe_table, forget_table

TYPES = {"text": "text", "number": "float8", "date": "date"}


def make_table(
    name: str,
    geometry: Geometry,
    rows: Sequence[tuple[Any, ...]],
    columns: Sequence[TableColumn] = (),
    **described: Any,
) -> TableSource:
    """Make a layer of rows, each with its shape as WKT in EPSG:4326 and a value for each column."""
    typed = "".join(f", {column.name} {TYPES[column.kind]}" for column in columns)
    marks = "".join(", %s" for _ in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE uploads.{name} (id bigint PRIMARY KEY, geom geometry(Geometry, 4326) NOT NULL{typed})"
        )
        for number, (wkt, *values) in enumerate(rows):
            cursor.execute(
                f"INSERT INTO uploads.{name} VALUES (%s, ST_GeomFromText(%s, 4326){marks})", [number, wkt, *values]
            )
    options = {"name": name, "label": name.title(), "seen_by": Audiences(Audience.EVERYONE)} | described
    return describe_table(table=name, columns=columns, geometry=geometry, **options)


def drop_table(name: str) -> None:
    """Take layer and table away again, where a test's rows are not rolled back."""
    forget_table(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE uploads.{name}")


def square(west: float, south: float, side: float) -> str:
    """A square as WKT; side in degrees."""
    east, north = west + side, south + side
    return f"POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"


def line(*corners: tuple[float, float]) -> str:
    """A line as WKT."""
    return f"LINESTRING({', '.join(f'{lng} {lat}' for lng, lat in corners)})"

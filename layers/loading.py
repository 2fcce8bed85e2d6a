"""Tables of uploads: filled by COPY beside what is shown, then put in its place at once.

All is done in the caller's transaction: a table is there whole, with areas and cells, or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from cityops.features.areas_in_order import area_in_order
from layers.models import ColumnKind, TableSource
from layers.naming import CALLED, naming_column
from layers.registry import Geometry
from layers.styles.breaks import computed_anew
from layers.tables import (
    SCHEMA,
    Audiences,
    TableColumn,
    attach,
    check_columns,
    described_layer,
    detach,
    own_columns,
    place_sql,
    spelled,
)

_TYPES = {ColumnKind.TEXT: "text", ColumnKind.NUMBER: "float8", ColumnKind.DATE: "date"}
_SHAPES = {Geometry.POINT: "Point", Geometry.LINE: "MultiLineString", Geometry.POLYGON: "MultiPolygon"}


@dataclass(frozen=True)
class Loaded:
    """What is in a table now. extent: west, south, east, north in degrees; None where it is empty.

    split: how many rows had several points, each of which is a row now.
    """

    rows: int
    outside: int
    extent: tuple[float, float, float, float] | None
    split: int = 0


def load_table(
    *, name: str, table: str, geometry: Geometry, columns: Sequence[TableColumn], rows: Iterable[bytes]
) -> Loaded:
    """Make the table of a layer called `name` and fill it.

    rows: CSV as COPY reads it (FORMAT csv, NULL ''), in pieces of any size: geometry as hex EWKB in EPSG:4326, the
    number of the row, the columns. Raises BadTable for names that a layer cannot have.
    """
    check_columns(table, columns)
    full, raw = f"{SCHEMA}.{table}", f"{SCHEMA}.{table}_raw"
    # In quotation marks, since a column may be called user or order.
    declared = [f'"{column.name}" {_TYPES[ColumnKind(column.kind)]}' for column in columns]
    own = [f'"{column.name}"' for column in columns]
    with connection.cursor() as cursor:
        of_points = geometry == Geometry.POINT
        # Named as no column of a file can be, and computed while the file is still read.
        place = [] if of_points else [f"_place geometry GENERATED ALWAYS AS ({place_sql(of_points=False)}) STORED"]
        cursor.execute(f"CREATE UNLOGGED TABLE {raw} ({', '.join(['geom geometry', 'id bigint', *declared, *place])})")
        given = ", ".join(["geom", "id", *own])
        into = f"COPY {raw} ({given}) FROM STDIN (FORMAT csv, NULL '')"
        with connection.wrap_database_errors, cursor.copy(into) as copy:
            for piece in rows:
                copy.write(piece)
        split = _split_points(cursor, raw, own) if of_points else 0
        shape = f"geom geometry({_SHAPES[geometry]}, 4326) NOT NULL"
        kept = ", ".join(["id bigint", shape, *declared, *own_columns(name, columns, of_points=of_points)])
        cursor.execute(f"CREATE TABLE {full} ({kept})")
        # In the order of places, so that what is drawn together lies together, and one area after the other is asked.
        area = area_in_order("row.geom" if of_points else "row._place")
        cursor.execute(
            f"INSERT INTO {full} ({given}, area_id) SELECT {given}, {area}"
            f" FROM (SELECT * FROM {raw} ORDER BY geom) AS row"
        )
        cursor.execute(f"DROP TABLE {raw}")
        cursor.execute(f"ALTER TABLE {full} ADD PRIMARY KEY (id)")  # whose order is not that of places
        attach(cursor, table)
        cursor.execute(f"ANALYZE {full}")
        cursor.execute(
            "SELECT n, outside, ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT count(*) AS n,"
            f" count(*) FILTER (WHERE area_id IS NULL) AS outside, ST_Extent(geom) AS e FROM {full}) AS t"
        )
        count, outside, *extent = cursor.fetchone()
    box = None if extent[0] is None else (extent[0], extent[1], extent[2], extent[3])
    return Loaded(count, outside, box, split)


def index_names(table: str, columns: Sequence[TableColumn]) -> None:
    """Let the search box find rows of a loaded table by an index, if they have names: for INDEXED_FROM rows and more.

    Apart from loading, since it takes a tenth of that and only the search box needs it. Can be done again.
    """
    if not naming_column(columns):
        return
    check_columns(table, columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {table}_called ON {SCHEMA}.{table} USING gin ({CALLED} gin_trgm_ops)"
        )


def _split_points(cursor: Any, raw: str, columns: Sequence[str]) -> int:
    """Give each point of a row with several a row of its own, numbered behind all; returns how many rows had several.

    A layer of points is drawn, clustered and found point by point; half of a row on the map would be lost.
    """
    cursor.execute(f"SELECT count(*), (SELECT max(id) FROM {raw}) FROM {raw} WHERE GeometryType(geom) = 'MULTIPOINT'")
    count, last = cursor.fetchone()
    if count:
        same = "".join(f", {column}" for column in columns)
        cursor.execute(
            f"INSERT INTO {raw} (geom, id{same})"
            f" SELECT part.geom, %s + row_number() OVER (ORDER BY id, part.path){same}"
            f" FROM {raw} AS r CROSS JOIN LATERAL ST_Dump(r.geom) AS part"
            " WHERE GeometryType(r.geom) = 'MULTIPOINT' AND part.path[1] > 1",
            [last],
        )
        cursor.execute(f"UPDATE {raw} SET geom = ST_GeometryN(geom, 1) WHERE GeometryType(geom) = 'MULTIPOINT'")
    return int(count)


@transaction.atomic
def show_table(
    *, name: str, label: str, table: str, geometry: Geometry, columns: Sequence[TableColumn], seen_by: Audiences
) -> None:
    """Let a loaded table be what the layer `name` shows, in the place of any other; for all processes at once.

    Its style stays; breaks that were computed are computed anew where it is another table. By a column that this does
    not have it is not drawn, until there is one again.
    """
    described = {
        "label": label,
        "table": table,
        "geometry": geometry,
        "columns": spelled(columns),
        **asdict(seen_by),
    }
    before = TableSource.objects.filter(name=name).values_list("table", flat=True).first()
    source, _is_new = TableSource.objects.update_or_create(name=name, defaults=described)
    if source.style is None or before == table:
        return
    layer = described_layer(name)
    if layer.vector is not None:
        source.style = computed_anew(layer.vector, layer).to_json()
        source.save(update_fields=["style", "changed_at"])


def forget_layer(name: str) -> None:
    """Let no layer be shown under a name; the table stays."""
    TableSource.objects.filter(name=name).delete()


@transaction.atomic
def drop_table(table: str) -> None:
    """Remove a table that load_table made, with its cells."""
    with connection.cursor() as cursor:
        detach(cursor, table)
        cursor.execute(f"DROP TABLE {SCHEMA}.{table}")

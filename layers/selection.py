"""Rows that lie in a selection: those in cells wholly inside by their Morton code, those on its line one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.db.models import F

from layers.cells.cover import Cover, cover_of
from layers.registry import Layer
from layers.sqltext import Sql, identifier, sql_of


@dataclass(frozen=True)
class Line:
    """The cells on the line of a selection.

    slots: of which values rows are wanted, where that is known. takes_all: whether every row that has a place is.
    """

    cover: Cover
    slots: Sequence[int] | None = None
    takes_all: bool = False


def rows_inside(layer: Layer, rows: Any, selection: shapely.Geometry, **columns: Any) -> list[Sql]:
    """Return the rows that lie in a selection (EPSG:4326): those in cells wholly inside, and those on its line.

    columns: name → expression, what else the statements give of each.
    """
    cover = cover_of(selection, None)
    inside = rows_in_cells(layer, rows, cover, **columns)
    parts = [inside] if inside else []
    if cover.edge and (given := sql_of(rows.values(t_pk=F("pk"), t_shape=F(layer.shape), **columns))):
        parts.append(rows_on_line(layer, given, Line(cover)))
    return parts


def rows_in_cells(layer: Layer, rows: Any, cover: Cover, **columns: Any) -> Sql | None:
    """Return the rows in the cells wholly inside a selection, led to by what they are filtered by."""
    if not cover.ranges or (given := sql_of(rows.values(t_m=F(layer.morton), **columns))) is None:
        return None
    within = f"SELECT * FROM ({given.text}) AS x WHERE %s::int8multirange @> t_m"
    return Sql(within, (*given.params, multirange(cover.ranges)))


def selected(layer: Layer, rows: Sql, selection: shapely.Geometry, codes: tuple[int, int]) -> list[Sql]:
    """Return those of some rows (t_m, t_pk, t_shape) in a selection and a range: in cells inside, and on its line."""
    cover = cover_of(selection, codes)
    parts = []
    if cover.ranges:
        parts.append(in_ranges(Sql(f"SELECT * FROM ({rows.text}) AS x WHERE true", rows.params), cover.ranges, "t_m"))
    if cover.edge:
        parts.append(rows_on_line(layer, rows, Line(cover)))
    return parts


def rows_on_line(layer: Layer, rows: Sql, line: Line) -> Sql:
    """Return those of some rows that lie in the cells of a line and that the selection covers.

    The rows give t_pk and t_shape, and t_m where the line takes all of them.
    """
    covered = "ST_CoveredBy(ST_Force2D(t_shape), ST_GeomFromText(%s, 4326))"
    if line.takes_all:  # nothing is left to be told by the index alone: one look for the place gives the row, too
        near = in_ranges(Sql(f"SELECT * FROM ({rows.text}) AS x WHERE true", rows.params), line.cover.edge, "t_m")
        return Sql(f"SELECT * FROM ({near.text}) AS r WHERE {covered}", (*near.params, line.cover.polygon))
    table, key, m = columns_of_place(layer)
    if line.slots is None or layer.counted is None:
        near = in_ranges(Sql(f"SELECT {key} AS near FROM {table} WHERE true"), line.cover.edge, m)
    else:  # what has another value is left where it was found
        here = Sql(f"SELECT {key} AS near, {identifier(layer.counted)} AS value FROM {table} WHERE true")
        found = in_ranges(here, line.cover.edge, m)
        values = [layer.counted_values[slot] for slot in line.slots]
        near = Sql(f"SELECT near FROM ({found.text}) AS f WHERE value = ANY(%s)", (*found.params, values))
    given = led_by(near, rows)
    return Sql(f"{given.text} WHERE {covered}", (*given.params, line.cover.polygon))


def led_by(near: Sql, rows: Sql) -> Sql:
    """Return those of some rows, with t_pk, whose key is one of `near`; ends so that conditions can follow.

    The places lead, step by step (OFFSET 0): a planner that does not know how few rows a small range holds reads an
    index of all that are open, or of all shapes, once for each range.
    """
    return Sql(
        f"SELECT r.* FROM ({near.text}) AS n CROSS JOIN LATERAL"
        f" (SELECT * FROM ({rows.text}) AS x WHERE t_pk = near OFFSET 0) AS r",
        (*near.params, *rows.params),
    )


def columns_of_place(layer: Layer) -> tuple[str, str, str]:
    """Return table, key and Morton code, as names in SQL."""
    model = layer.rows().model
    table, key, m = (identifier(name) for name in (model._meta.db_table, model._meta.pk.column, layer.morton))
    return table, key, m


def in_ranges(given: Sql, ranges: Sequence[tuple[int, int]] | None, c: str, shift: int = 0) -> Sql:
    """Return a statement, which ends with conditions, for ranges of codes only: one look into an index for each.

    shift: how many bits the codes of column `c` are short of.
    """
    if ranges is None:
        return given
    lows, highs = [low >> shift for low, _high in ranges], [-(-high >> shift) for _low, high in ranges]
    if len(ranges) == 1:
        return Sql(f"{given.text} AND {c} >= %s AND {c} < %s", (*given.params, lows[0], highs[0]))
    return Sql(
        "SELECT t.* FROM unnest(%s::bigint[], %s::bigint[]) AS r (low__, high__)"
        f" CROSS JOIN LATERAL ({given.text} AND {c} >= low__ AND {c} < high__ OFFSET 0) AS t",
        (lows, highs, *given.params),
    )


def multirange(ranges: Sequence[tuple[int, int]], shift: int = 0) -> str:
    """Return ranges of Morton codes as an int8multirange; shift: how many bits the codes are short of."""
    return "{" + ",".join(f"[{low >> shift},{-(-high >> shift)})" for low, high in ranges) + "}"

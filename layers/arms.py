"""Where the counts of a question come from: cells, deltas not yet folded, rows. One statement adds the arms up.

Each arm gives `c` (the cell at one level, as a Morton code), `area`, `n` and `v0` … `v7` (how many of each value).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from django.db.models import F

from layers.cells.books import levels_of
from layers.cells.cover import Cover, cover_of
from layers.cells.plan import Plan
from layers.filters import PLACES, Filter
from layers.registry import Layer, Place
from layers.sqltext import Sql, identifier, joined, sql_of

VALUES = range(8)
NOTHING = Sql(
    "SELECT 0::bigint AS c, ''::text AS area, 0 AS n, 0 AS v0, 0 AS v1, 0 AS v2, 0 AS v3, 0 AS v4, 0 AS v5, 0 AS v6,"
    " 0 AS v7 WHERE false"
)


def arms_of(
    layer: Layer,
    user: Any,
    asked: Filter,
    plan: Plan,
    level: int,
    codes: tuple[int, int] | None = None,
    *,
    by_area: bool = False,
) -> Sql:
    """Return the arms of a plan, in cells of `level`; codes: a range of Morton codes, none: everywhere."""
    if plan.selection is not None:
        return joined(" UNION ALL ", _of_selection(layer, user, asked, plan, level, codes, by_area=by_area))
    arms = [
        _cells(plan, level, level_for(plan, level) or level, codes and [codes]),
        _deltas(layer, plan, level, codes and [codes]),
    ]
    for edge in plan.edges:  # each an arm: what "or" joins is looked for in the table itself
        rows = in_range(layer, rows_of(layer, user, asked), codes).filter(edge)
        arms.append(from_rows(layer, rows, level, by_area=by_area))
    return joined(" UNION ALL ", arms)


def _of_selection(
    layer: Layer, user: Any, asked: Filter, plan: Plan, level: int, codes: tuple[int, int] | None, *, by_area: bool
) -> list[Sql]:
    """Return the arms of the cells wholly inside, and of the rows in the cells on the line, each looked at."""
    cover = cover_of(plan.selection, codes)
    arms = arms_inside(layer, plan, level, cover)
    if cover.edge:
        rows = rows_of(layer, user, asked.without(*PLACES))
        arms.append(from_rows(layer, rows, level, by_area=by_area, on_the_line=cover, slots=plan.slots))
    return arms or [NOTHING]


def arms_inside(layer: Layer, plan: Plan, level: int, cover: Cover) -> list[Sql]:
    """Return the arms of the cells wholly inside a selection."""
    arms = []
    for least, ranges in cover.inside.items():
        kept = level_for(plan, max(least, level))
        if kept is None:
            raise ValueError(f"level {max(least, level)} is not kept")
        arms.append(_cells(plan, level, kept, ranges))
    if cover.ranges:
        arms.append(_deltas(layer, plan, level, cover.ranges))
    return arms


def level_for(plan: Plan, level: int) -> int | None:
    """Return the level to read for a wanted one: the nearest that is kept at or below it; None where it is too deep."""
    return next((one for one in levels_of(plan.facet) if one >= level), None)


def _cells(plan: Plan, level: int, kept: int, ranges: Sequence[tuple[int, int]] | None) -> Sql:
    slots = VALUES if plan.slots is None else plan.slots
    n = "n" if plan.slots is None else " + ".join(f"v{number}" for number in slots) or "0"
    values = ", ".join(f"v{number}" if number in slots else f"0 AS v{number}" for number in VALUES)
    where = ["book = ANY(%s)", "g = %s"]
    params: list[Any] = [plan.books, kept]
    if plan.areas is not None:
        where.append("area = ANY(%s)")
        params.append(list(plan.areas))
    columns = f"c >> {2 * (kept - level)} AS c, area, {n} AS n, {values}"
    cells = Sql(f"SELECT {columns} FROM layers_cell WHERE {' AND '.join(where)}", tuple(params))
    return _ranged(cells, ranges, "c", 60 - 2 * kept)


def _deltas(layer: Layer, plan: Plan, level: int, ranges: Sequence[tuple[int, int]] | None) -> Sql:
    c = "pc" if layer.place == Place.PUBLIC else "c"
    slots = VALUES if plan.slots is None else plan.slots
    given = {number: f"CASE WHEN slot = {number} THEN d ELSE 0 END" for number in slots}
    values = ", ".join(f"{given.get(number, '0')} AS v{number}" for number in VALUES)
    where = ["source = %s", f"{c} IS NOT NULL"]
    params: list[Any] = [plan.cells.source]
    if ranges is not None:
        where.append(f"%s::int8multirange @> {c}")
        params.append(multirange(ranges, 16))
    if plan.facet:
        where.append("facets ->> %s = ANY(%s)")
        params += [plan.facet, list(plan.values)]
    if plan.slots is not None:
        where.append("slot = ANY(%s)")
        params.append(list(plan.slots))
    if plan.areas is not None:
        where.append("area = ANY(%s)")
        params.append(list(plan.areas))
    columns = f"{c} >> {44 - 2 * level} AS c, area, d AS n, {values}"
    return Sql(f"SELECT {columns} FROM layers_delta WHERE {' AND '.join(where)}", tuple(params))


def _ranged(given: Sql, ranges: Sequence[tuple[int, int]] | None, c: str, shift: int) -> Sql:
    """Return a statement that ends with its conditions for ranges of codes only: one look into an index for each."""
    if ranges is None:
        return given
    lows, highs = [low >> shift for low, _high in ranges], [-(-high >> shift) for _low, high in ranges]
    if len(ranges) == 1:
        return Sql(f"{given.text} AND {c} >= %s AND {c} < %s", (*given.params, lows[0], highs[0]))
    return Sql(
        "SELECT t.* FROM unnest(%s::bigint[], %s::bigint[]) AS r (low, high)"
        f" CROSS JOIN LATERAL ({given.text} AND {c} >= low AND {c} < high OFFSET 0) AS t",
        (lows, highs, *given.params),
    )


def multirange(ranges: Sequence[tuple[int, int]], shift: int = 0) -> str:
    """Return ranges of Morton codes as an int8multirange; shift: how many bits the codes are short of."""
    return "{" + ",".join(f"[{low >> shift},{-(-high >> shift)})" for low, high in ranges) + "}"


def from_rows(
    layer: Layer,
    rows: Any,
    level: int,
    *,
    by_area: bool = False,
    on_the_line: Cover | None = None,
    slots: Sequence[int] | None = None,
    met: Mapping[str, Any] | None = None,
) -> Sql:
    """Return the arm that counts rows, in cells of any level; with areas only where they are asked for.

    on_the_line: only rows in the cells on the line of a selection, whose own place it covers; slots: none but of these
    values, if that is known. met: name → whether a row meets a condition; how many do is a column more of that name.
    """
    columns: dict[str, Any] = {"t_m": F(layer.morton), **(met or {})}
    if layer.counted:
        columns["t_counted"] = F(layer.counted)
    has_area = by_area and any(field.attname == "area_id" for field in rows.model._meta.concrete_fields)
    if has_area:
        columns["t_area"] = F("area_id")
    if on_the_line is not None:
        columns |= {"t_shape": F(layer.shape), "t_pk": F("pk")}
    placed = rows.filter(**{f"{layer.morton}__isnull": False}).order_by()
    inner = sql_of(placed.values(**columns))
    if inner is None:
        return NOTHING
    if on_the_line is not None:
        inner = _along(layer, inner, on_the_line.edge, on_the_line.polygon, slots)
    return counted_rows(layer, inner, level, has_area=has_area, met=tuple(met or ()))


def selected(layer: Layer, rows: Sql, selection: shapely.Geometry, codes: tuple[int, int]) -> list[Sql]:
    """Return those of some rows (t_m, t_pk, t_shape) in a selection and a range: in cells inside, and on its line."""
    cover = cover_of(selection, codes)
    parts = []
    if cover.ranges:
        parts.append(_ranged(Sql(f"SELECT * FROM ({rows.text}) AS x WHERE true", rows.params), cover.ranges, "t_m", 0))
    if cover.edge:
        parts.append(_along(layer, rows, cover.edge, cover.polygon))
    return parts


def is_narrow(plan: Plan) -> bool:
    """Whether no index leads to its rows alone: a tile may have few in an area although it and the area have many."""
    return plan.areas is not None and not plan.edges and plan.selection is None


def led_by_cells(layer: Layer, rows: Sql, plan: Plan, codes: tuple[int, int]) -> Sql:
    """Return those of some rows (t_m) that lie in a range: the cells of a narrow plan say where to look for them."""
    level = levels_of(plan.facet)[-1]
    cells = joined(" UNION ALL ", [_cells(plan, level, level, [codes]), _deltas(layer, plan, level, [codes])])
    occupied = Sql(f"SELECT DISTINCT c << {60 - 2 * level} AS low FROM ({cells.text}) AS cells", cells.params)
    beyond = f"r.low + {1 << (60 - 2 * level)}"
    table, key, m = _columns_of_place(layer)
    near = Sql(
        f"SELECT near FROM ({occupied.text}) AS r CROSS JOIN LATERAL"
        f" (SELECT {key} AS near FROM {table} WHERE {m} >= r.low AND {m} < {beyond} OFFSET 0) AS n",
        occupied.params,
    )
    return _led(near, rows)


def rows_inside(layer: Layer, rows: Any, selection: shapely.Geometry, **columns: Any) -> list[Sql]:
    """Return the rows that lie in a selection (EPSG:4326): those in cells wholly inside, and those on its line.

    columns: name → expression, what else the statements give of each.
    """
    cover = cover_of(selection, None)
    inside = rows_in_cells(layer, rows, cover, **columns)
    parts = [inside] if inside else []
    if cover.edge and (given := sql_of(rows.values(t_pk=F("pk"), t_shape=F(layer.shape), **columns))):
        parts.append(_along(layer, given, cover.edge, cover.polygon))
    return parts


def rows_in_cells(layer: Layer, rows: Any, cover: Cover, **columns: Any) -> Sql | None:
    """Return the rows in the cells wholly inside a selection, led to by what they are filtered by."""
    if not cover.ranges or (given := sql_of(rows.values(t_m=F(layer.morton), **columns))) is None:
        return None
    within = f"SELECT * FROM ({given.text}) AS x WHERE %s::int8multirange @> t_m"
    return Sql(within, (*given.params, multirange(cover.ranges)))


def _along(
    layer: Layer,
    rows: Sql,
    ranges: Sequence[tuple[int, int]],
    polygon: str,
    slots: Sequence[int] | None = None,
) -> Sql:
    """Return those of some rows, with t_pk and t_shape, that lie in the ranges and that the polygon covers.

    slots: of which values they are, where that is known: the others are left where they were found.
    """
    table, key, m = _columns_of_place(layer)
    if slots is None or layer.counted is None:
        near = _ranged(Sql(f"SELECT {key} AS near FROM {table} WHERE true"), ranges, m, 0)
    else:
        here = Sql(f"SELECT {key} AS near, {identifier(layer.counted)} AS value FROM {table} WHERE true")
        found = _ranged(here, ranges, m, 0)
        values = [layer.counted_values[slot] for slot in slots]
        near = Sql(f"SELECT near FROM ({found.text}) AS f WHERE value = ANY(%s)", (*found.params, values))
    led = _led(near, rows)
    return Sql(f"{led.text} WHERE ST_CoveredBy(ST_Force2D(t_shape), ST_GeomFromText(%s, 4326))", (*led.params, polygon))


def _led(near: Sql, rows: Sql) -> Sql:
    """Return those of some rows, with t_pk, whose key is one of `near`; ends so that conditions can follow.

    The places lead, step by step (OFFSET 0): a planner that does not know how few rows a small range holds reads an
    index of all that are open, or of all shapes, once for each range.
    """
    return Sql(
        f"SELECT r.* FROM ({near.text}) AS n CROSS JOIN LATERAL"
        f" (SELECT * FROM ({rows.text}) AS x WHERE t_pk = near OFFSET 0) AS r",
        (*near.params, *rows.params),
    )


def _columns_of_place(layer: Layer) -> tuple[str, str, str]:
    """Return table, key and Morton code, as names in SQL."""
    model = layer.rows().model
    table, key, m = (identifier(name) for name in (model._meta.db_table, model._meta.pk.column, layer.morton))
    return table, key, m


def counted_rows(layer: Layer, rows: Sql, level: int, *, has_area: bool = False, met: Sequence[str] = ()) -> Sql:
    """Return the arm that counts the rows of a statement, which gives t_m, and t_counted and t_area if any.

    met: columns of it that say whether a row meets a condition; how many do is counted beside the rest.
    """
    counted = []
    params: list[Any] = []
    for number in VALUES:
        if number < len(layer.counted_values):
            counted.append(f"(count(*) FILTER (WHERE t_counted = %s))::int AS v{number}")
            params.append(layer.counted_values[number])
        else:
            counted.append(f"0 AS v{number}")
    counted += [f"(count(*) FILTER (WHERE {identifier(name)}))::int AS {identifier(name)}" for name in met]
    area = "COALESCE(t_area, '')::text" if has_area else "''::text"
    return Sql(
        f"SELECT t_m >> {60 - 2 * level} AS c, {area} AS area, count(*)::int AS n, {', '.join(counted)}"
        f" FROM ({rows.text}) AS t GROUP BY 1, 2",
        (*params, *rows.params),
    )


def in_range(layer: Layer, rows: Any, codes: tuple[int, int] | None) -> Any:
    """Return the rows in a range of Morton codes."""
    return rows.filter(**{f"{layer.morton}__gte": codes[0], f"{layer.morton}__lt": codes[1]}) if codes else rows


def rows_of(layer: Layer, user: Any, asked: Filter) -> Any:
    """Return the rows that a question is about; what has no place is on no map, in no list and in no count."""
    placed = {f"{layer.morton}__isnull": False}
    return layer.scope(user).filter(asked.condition(layer.filters), **placed).order_by()

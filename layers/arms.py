"""Where the counts of a question come from: cells, deltas not yet folded, rows. One statement adds the arms up.

Each arm gives `c` (the cell at one level, as a Morton code), `area`, `n` and `v0` … `v7` (how many of each value).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from layers.cells.books import levels_of
from layers.cells.cover import Cover, cover_of
from layers.cells.plan import Plan
from layers.filters import PLACES, Filter
from layers.registry import Layer, Place
from layers.selection import Line, columns_of_place, in_ranges, led_by, multirange, rows_on_line
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
        arms.append(from_rows(layer, rows, level, by_area=by_area, line=Line(cover, plan.slots, plan.takes_all)))
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
    return in_ranges(cells, ranges, "c", 60 - 2 * kept)


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


def from_rows(
    layer: Layer,
    rows: Any,
    level: int,
    *,
    by_area: bool = False,
    line: Line | None = None,
    met: Mapping[str, Any] | None = None,
) -> Sql:
    """Return the arm that counts rows, in cells of any level; with areas only where they are asked for.

    line: only rows in these cells, whose own place the selection covers. met: name → whether a row meets a condition;
    how many do is a column more of that name.
    """
    columns: dict[str, Any] = {"t_m": F(layer.morton), **(met or {})}
    if layer.counted:
        columns["t_counted"] = F(layer.counted)
    has_area = by_area and any(field.attname == "area_id" for field in rows.model._meta.concrete_fields)
    if has_area:
        columns["t_area"] = F("area_id")
    if line is not None:
        columns |= {"t_shape": F(layer.shape), "t_pk": F("pk")}
    placed = rows.filter(**{f"{layer.morton}__isnull": False}).order_by()
    inner = sql_of(placed.values(**columns))
    if inner is None:
        return NOTHING
    if line is not None:
        inner = rows_on_line(layer, inner, line)
    return counted_rows(layer, inner, level, has_area=has_area, met=tuple(met or ()))


def is_narrow(plan: Plan) -> bool:
    """Whether no index leads to its rows alone: a tile may have few in an area although it and the area have many."""
    return plan.areas is not None and not plan.edges and plan.selection is None


def led_by_cells(layer: Layer, rows: Sql, plan: Plan, codes: tuple[int, int]) -> Sql:
    """Return those of some rows (t_m) that lie in a range: the cells of a narrow plan say where to look for them."""
    level = levels_of(plan.facet)[-1]
    cells = joined(" UNION ALL ", [_cells(plan, level, level, [codes]), _deltas(layer, plan, level, [codes])])
    occupied = Sql(f"SELECT DISTINCT c << {60 - 2 * level} AS low FROM ({cells.text}) AS cells", cells.params)
    beyond = f"r.low + {1 << (60 - 2 * level)}"
    table, key, m = columns_of_place(layer)
    near = Sql(
        f"SELECT near FROM ({occupied.text}) AS r CROSS JOIN LATERAL"
        f" (SELECT {key} AS near FROM {table} WHERE {m} >= r.low AND {m} < {beyond} OFFSET 0) AS n",
        occupied.params,
    )
    return led_by(near, rows)


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
    return layer.scope(user).filter(asked.condition(layer.filters, user), **placed).order_by()

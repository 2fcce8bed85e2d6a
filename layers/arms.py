"""Where the counts of a question come from: cells, deltas not yet folded, rows. One statement adds the arms up.

Each arm gives `c` (the cell at one level, as a Morton code), `area`, `n` and `v0` … `v7` (how many of each value).
"""

from typing import Any

from django.db.models import F

from layers.cells.books import levels_of
from layers.cells.plan import Plan
from layers.filters import Filter
from layers.registry import Layer, Place
from layers.sqltext import Sql, joined, sql_of

VALUES = range(8)
NOTHING = Sql(
    "SELECT 0::bigint AS c, ''::text AS area, 0 AS n, 0 AS v0, 0 AS v1, 0 AS v2, 0 AS v3, 0 AS v4, 0 AS v5, 0 AS v6,"
    " 0 AS v7 WHERE false"
)


def level_for(plan: Plan, level: int) -> int | None:
    """Return the level to read for a wanted one: the nearest that is kept at or below it; None where it is too deep."""
    return next((one for one in levels_of(plan.facet) if one >= level), None)


def from_cells(layer: Layer, plan: Plan, level: int, codes: tuple[int, int] | None) -> Sql:
    """Return the arms of a plan but for its edges. level: one that is kept. codes: range of cells of that level."""
    slots = VALUES if plan.slots is None else plan.slots
    n = "n" if plan.slots is None else " + ".join(f"v{number}" for number in slots) or "0"
    values = ", ".join(f"v{number}" if number in slots else f"0 AS v{number}" for number in VALUES)
    where = ["book = ANY(%s)", "g = %s"]
    params: list[Any] = [plan.books, level]
    if codes:
        where.append("c >= %s AND c < %s")
        params += [*codes]
    if plan.areas is not None:
        where.append("area = ANY(%s)")
        params.append(list(plan.areas))
    cells = Sql(f"SELECT c, area, {n} AS n, {values} FROM layers_cell WHERE {' AND '.join(where)}", tuple(params))
    return joined(" UNION ALL ", [cells, _deltas(layer, plan, level, codes)])


def _deltas(layer: Layer, plan: Plan, level: int, codes: tuple[int, int] | None) -> Sql:
    c = "pc" if layer.place == Place.PUBLIC else "c"
    shift = 44 - 2 * level
    slots = VALUES if plan.slots is None else plan.slots
    given = {number: f"CASE WHEN slot = {number} THEN d ELSE 0 END" for number in slots}
    values = ", ".join(f"{given.get(number, '0')} AS v{number}" for number in VALUES)
    where = [f"source = %s AND {c} IS NOT NULL"]
    params: list[Any] = [plan.cells.source]
    if codes:
        where.append(f"{c} >= %s AND {c} < %s")
        params += [codes[0] << shift, codes[1] << shift]
    if plan.facet:
        where.append("facets ->> %s = ANY(%s)")
        params += [plan.facet, list(plan.values)]
    if plan.slots is not None:
        where.append("slot = ANY(%s)")
        params.append(list(plan.slots))
    if plan.areas is not None:
        where.append("area = ANY(%s)")
        params.append(list(plan.areas))
    columns = f"{c} >> {shift} AS c, area, d AS n, {values}"
    return Sql(f"SELECT {columns} FROM layers_delta WHERE {' AND '.join(where)}", tuple(params))


def from_rows(layer: Layer, rows: Any, level: int, *, by_area: bool = False) -> Sql:
    """Return the arm that counts rows, in cells of any level; with areas only where they are asked for."""
    columns: dict[str, Any] = {"t_m": layer.morton}
    if layer.counted:
        columns["t_counted"] = layer.counted
    has_area = by_area and any(field.attname == "area_id" for field in rows.model._meta.concrete_fields)
    if has_area:
        columns["t_area"] = "area_id"
    placed = rows.filter(**{f"{layer.morton}__isnull": False}).order_by()
    inner = sql_of(placed.values(**{name: F(column) for name, column in columns.items()}))
    if inner is None:
        return NOTHING
    counted, params = [], []
    for number in VALUES:
        if number < len(layer.counted_values):
            counted.append(f"count(*) FILTER (WHERE t_counted = %s) AS v{number}")
            params.append(layer.counted_values[number])
        else:
            counted.append(f"0 AS v{number}")
    area = "COALESCE(t_area, '')::text" if has_area else "''::text"
    return Sql(
        f"SELECT t_m >> {60 - 2 * level} AS c, {area} AS area, count(*) AS n, {', '.join(counted)}"
        f" FROM ({inner.text}) AS r GROUP BY 1, 2",
        (*params, *inner.params),
    )


def rows_of(layer: Layer, user: Any, asked: Filter) -> Any:
    """Return the rows that a question is about."""
    return layer.scope(user).filter(asked.condition(layer.filters)).order_by()

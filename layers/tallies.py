"""How many rows of a question meet conditions, in few statements: what waits in each queue, what is late.

In a selection the rows of the cells on its line are looked at one by one, which is most of the work: so they are
counted and tallied in one pass.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import shapely
from django.db.models import Q

from layers.arms import NOTHING, VALUES, arms_inside, arms_of, from_rows, rows_of
from layers.cells.books import LEVELS
from layers.cells.cover import cover_of
from layers.cells.plan import Plan, flagged, plan_for, selection_of
from layers.filters import PLACES, Filter
from layers.registry import Layer
from layers.selection import Line, rows_in_cells, rows_inside
from layers.sqltext import Sql, identifier, joined, sql_of, whether

Conditions = Mapping[str, Q]


def _tally_inside(
    layer: Layer, user: Any, asked: Filter, selection: shapely.Geometry, conditions: Conditions
) -> dict[str, int]:
    total = dict.fromkeys(conditions, 0)
    rows = rows_of(layer, user, asked.without(*PLACES)).filter(_any(conditions))
    for part in rows_inside(layer, rows, selection, **met_by(conditions)):
        row = Sql(f"SELECT {', '.join(_sums(conditions).values())} FROM ({part.text}) AS r", part.params).row()
        total = {name: total[name] + int(n) for name, n in zip(conditions, row, strict=True)}
    return total


def tallies(
    layer: Layer,
    user: Any,
    asked: Filter,
    groups: Sequence[Conditions],
    flags: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Return how many rows of a question meet each condition, in one statement where nothing is selected.

    groups: conditions by names of programmers' choice, those together to whose rows one index leads. Most of what a
    small count costs is the asking. In a selection each group takes two statements. flags: see `counts`.
    """
    if (selection := selection_of(layer, asked)) is not None:
        inside = [_tally_inside(layer, user, asked, selection, group) for group in groups if group]
        return {name: n for told in inside for name, n in told.items()}
    from_cells = _tallies_of_flags(layer, user, asked, flags or {})
    left = [{name: one for name, one in group.items() if name not in from_cells} for group in groups]
    groups = [group for group in left if group]
    rows = rows_of(layer, user, asked)
    parts = [Sql(f"({told.text}) AS f{number}", told.params) for number, told in enumerate(from_cells.values())]
    for number, group in enumerate(groups):
        is_one = len(group) == 1  # all rows that were led to meet it: none is asked once more
        found = rows.filter(_any(group))
        inner = sql_of(found.values("pk") if is_one else found.values(**met_by(group)))
        sums = "count(*)" if is_one else ", ".join(_sums(group).values())
        told = f"SELECT {sums} FROM ({inner.text}) AS r" if inner else f"SELECT {', '.join('0' for _ in group)}"
        parts.append(Sql(f"({told}) AS g{number}", inner.params if inner else ()))
    if not parts:
        return {}
    every = joined(" CROSS JOIN ", parts)
    row = Sql(f"SELECT * FROM {every.text}", every.params).row()
    names = [*from_cells, *(name for group in groups for name in group)]
    return {name: int(n) for name, n in zip(names, row, strict=True)}


def _tallies_of_flags(layer: Layer, user: Any, asked: Filter, flags: Mapping[str, str]) -> dict[str, Sql]:
    """Return the statements that tell from cells how many rows of a question have a flag: those a book is kept for."""
    known = layer.cells.flagged if layer.cells and flags else None
    if known is None or (plan := plan_for(layer, user, asked)) is None:
        return {}
    told = {}
    for name, key in flags.items():
        narrowed = flagged(layer, plan, {known.letters[key]: True}) if key in known.letters else None
        if narrowed is not None:
            arms = arms_of(layer, user, asked, narrowed, LEVELS[0])
            told[name] = Sql(f"SELECT COALESCE(sum(n), 0) FROM ({arms.text}) AS arms", arms.params)
    return told


def arms_with_tally(
    layer: Layer, user: Any, asked: Filter, plan: Plan, level: int, groups: Sequence[Conditions]
) -> Sql:
    """Return the arms of a plan with a selection, each with a column more for each condition (see `columns_of`).

    groups: the conditions of a group are met by rows that one index leads to.
    """
    conditions = {name: condition for group in groups for name, condition in group.items()}
    cover = cover_of(plan.selection, None)
    rows = rows_of(layer, user, asked.without(*PLACES))
    none = ", ".join(f"0 AS {name}" for name in columns_of(conditions))
    met = met_by(conditions)
    on_line = Line(cover, plan.slots, plan.takes_all)
    line = from_rows(layer, rows, level, by_area=True, line=on_line, met=met) if cover.edge else NOTHING
    untold = arms_inside(layer, plan, level, cover) + ([NOTHING] if line is NOTHING else [])
    arms = [Sql(f"SELECT a.*, {none} FROM ({arm.text}) AS a", arm.params) for arm in untold]
    if line is not NOTHING:
        arms.append(line)
    for group in filter(None, groups):
        if inside := rows_in_cells(layer, rows.filter(_any(group)), cover, **met_by(group)):
            arms.append(_told_alone(inside, group, conditions))
    return joined(" UNION ALL ", arms)


def _told_alone(rows: Sql, group: Conditions, conditions: Conditions) -> Sql:
    """Return an arm that counts nothing but how many of some rows meet the conditions of a group."""
    values = ", ".join(f"0 AS v{number}" for number in VALUES)
    told = dict.fromkeys(columns_of(conditions), "0") | _sums(group)
    sums = ", ".join(f"{count} AS {name}" for name, count in told.items())
    return Sql(
        f"SELECT 0::bigint AS c, ''::text AS area, 0 AS n, {values}, {sums} FROM ({rows.text}) AS r", rows.params
    )


def columns_of(conditions: Iterable[str]) -> list[str]:
    """Return the columns that the conditions have in the arms, quoted for SQL."""
    return [identifier(f"t_{name}") for name in conditions]


def _any(conditions: Conditions) -> Q:
    return reduce(or_, conditions.values())


def met_by(conditions: Conditions) -> dict[str, Any]:
    """Return what says of a row whether it meets each condition, by the condition's column."""
    return {f"t_{name}": whether(condition) for name, condition in conditions.items()}


def _sums(conditions: Conditions) -> dict[str, str]:
    return {name: f"count(*) FILTER (WHERE {name})" for name in columns_of(conditions)}

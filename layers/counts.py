"""Counts of a filtered layer: the same rows as its tiles and lists, so the same totals."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, Value, When

from layers.arms import arms_of, from_rows, rows_inside, rows_of
from layers.cells.books import LEVELS
from layers.cells.plan import Plan, plan_for, selection_of
from layers.filters import PLACES, Filter
from layers.hits import hits_of
from layers.registry import Layer
from layers.sqltext import Sql, identifier


@dataclass(frozen=True)
class Counts:
    """Total; by area (with what lies in it); by the value that clusters tell; and how many are late."""

    total: int
    by_area: dict[str, int]
    by_value: dict[str, int]
    late: int


def counts(layer: Layer, user: Any, asked: Filter) -> Counts:
    """Return the counts in two statements, whose rows are areas, not features."""
    if (hits := hits_of(layer, user, asked)) is not None:
        by_value = Counter(dict(zip(layer.counted_values, hits.by_slot(), strict=False)))
        return Counts(len(hits.rows), _upwards(hits.by_area()), _positive(by_value), hits.late() if layer.due else 0)
    plan = plan_for(layer, user, asked)
    if plan:
        arms = arms_of(layer, user, asked, plan, LEVELS[0], by_area=True)
    else:
        arms = from_rows(layer, rows_of(layer, user, asked), LEVELS[0], by_area=True)
    sums = ", ".join(f"sum(v{number})" for number in range(8))
    total, by_area, by_value = 0, Counter[str](), Counter[str]()
    grouped = Sql(f"SELECT area, sum(n), {sums} FROM ({arms.text}) AS arms GROUP BY area", arms.params)
    for area, n, *values in grouped.rows():
        total += int(n)
        for value, count in zip(layer.counted_values, values, strict=False):
            by_value[value] += int(count)
        by_area[area] += int(n)
    return Counts(total, _upwards(by_area), _positive(by_value), _late(layer, user, asked, plan))


def tally(layer: Layer, rows: Any, asked: Filter, conditions: Mapping[str, Q]) -> dict[str, int]:
    """Return how many of some rows meet each condition, in one statement, or two where only those in a selection count.

    rows: without the selection of `asked`, so that an index leads to them; conditions: by names of programmers' choice.
    """
    selection = selection_of(layer, asked)
    if selection is None:
        within = rows.filter(asked.only(*PLACES).condition(layer.filters)).order_by()
        found: dict[str, int] = within.aggregate(
            **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
        )
        return found
    met = {
        f"t_{name}": Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
        for name, condition in conditions.items()
    }
    counted = ", ".join(f"count(*) FILTER (WHERE {identifier(name)})" for name in met)
    total = dict.fromkeys(conditions, 0)
    for part in rows_inside(layer, rows.order_by(), selection, **met):
        row = Sql(f"SELECT {counted} FROM ({part.text}) AS r", part.params).row()
        total = {name: total[name] + int(n) for name, n in zip(conditions, row, strict=True)}
    return total


def _upwards(by_area: Counter[str]) -> dict[str, int]:
    """Add each area to those around it; what lies in none is counted in none."""
    summed = Counter[str]()
    for area, n in by_area.items():
        code = area
        while code:
            summed[code] += n
            code = code.rpartition(".")[0]
    return _positive(summed)


def _positive(counter: Counter[str]) -> dict[str, int]:
    return {name: n for name, n in counter.items() if n > 0}


def _late(layer: Layer, user: Any, asked: Filter, plan: Plan | None) -> int:
    if not layer.due:
        return 0
    if plan is None or plan.selection is None:
        return int(rows_of(layer, user, asked).filter(**layer.late()).count())
    rows = rows_of(layer, user, asked.without(*PLACES)).filter(**layer.late())
    parts = rows_inside(layer, rows, plan.selection)
    return sum(int(Sql(f"SELECT count(*) FROM ({part.text}) AS r", part.params).row()[0]) for part in parts)

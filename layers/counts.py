"""Counts of a filtered layer: the same rows as its tiles and lists, so the same totals."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from layers.arms import VALUES, arms_of, from_rows, rows_of
from layers.cells.books import LEVELS
from layers.cells.plan import plan_for
from layers.filters import Filter
from layers.hits import hits_of
from layers.registry import Layer
from layers.sqltext import Sql
from layers.tallies import arms_with_tally, columns_of, tally

LATE = "late"


@dataclass(frozen=True)
class Counts:
    """Total; by area (with what lies in it); by the value that clusters tell.

    tell: says how many are past their date, and how many meet the conditions that were given; asked when wanted.
    """

    total: int
    by_area: dict[str, int]
    by_value: dict[str, int]
    tell_late: Callable[[], int]
    tell: Callable[[], dict[str, int]]

    @cached_property
    def late(self) -> int:
        """How many are past their date at this moment."""
        return self.tell_late()

    @cached_property
    def meeting(self) -> dict[str, int]:
        """How many meet each of the conditions that were given."""
        return self.tell()


def counts(layer: Layer, user: Any, asked: Filter, meeting: Mapping[str, Q] | None = None) -> Counts:
    """Return the counts in one statement whose rows are areas, not features; what else is wanted takes a second.

    meeting: conditions by names of programmers' choice; who gives some, or none, wants to know them and what is late.
    """
    late = {LATE: Q(**layer.late())} if layer.due else {}
    more = dict(meeting or {})

    def tell_late() -> int:
        return tally(layer, user, asked, late).get(LATE, 0)

    def tell() -> dict[str, int]:
        return tally(layer, user, asked, more)

    if (hits := hits_of(layer, user, asked)) is not None:
        by_slot = Counter(dict(zip(layer.counted_values, hits.by_slot(), strict=False)))
        found = (len(hits.rows), _upwards(hits.by_area()), _positive(by_slot))
        return Counts(*found, lambda: hits.late() if layer.due else 0, tell)
    plan = plan_for(layer, user, asked)
    told: Mapping[str, Q] = {}
    if plan and plan.selection is not None and meeting is not None and (told := late | more):
        arms = arms_with_tally(layer, user, asked, plan, LEVELS[0], (late, more))
    elif plan:
        arms = arms_of(layer, user, asked, plan, LEVELS[0], by_area=True)
    else:
        arms = from_rows(layer, rows_of(layer, user, asked), LEVELS[0], by_area=True)
    sums = ", ".join(f"sum({name})" for name in (*(f"v{number}" for number in VALUES), *columns_of(told)))
    grouped = Sql(f"SELECT area, sum(n), {sums} FROM ({arms.text}) AS arms GROUP BY area", arms.params)
    total, by_area, by_value, met = 0, Counter[str](), Counter[str](), Counter[str](dict.fromkeys(told, 0))
    for area, n, *values in grouped.rows():
        total += int(n)
        by_area[area] += int(n)
        by_value.update({value: int(count) for value, count in zip(layer.counted_values, values, strict=False)})
        met.update({name: int(count) for name, count in zip(told, values[len(VALUES) :], strict=True)})
    found = (total, _upwards(by_area), _positive(by_value))
    return Counts(*found, lambda: met[LATE], lambda: dict(met)) if told else Counts(*found, tell_late, tell)


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

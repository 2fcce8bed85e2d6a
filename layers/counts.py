"""Counts of a filtered layer: the same rows as its tiles and lists, so the same totals."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import Q

from layers.arms import VALUES, arms_of, from_rows, rows_of
from layers.cells.books import LEVELS
from layers.cells.plan import plan_for
from layers.filters import Filter
from layers.hits import hits_of
from layers.registry import Layer
from layers.sqltext import Sql
from layers.tallies import Conditions, arms_with_tally, columns_of, met_by, tallies

LATE = "_late"  # as a condition among others


@dataclass(frozen=True)
class Counts:
    """Total; by area (with what lies in it); by the value that clusters tell.

    count_late, count_conditions: what takes another statement is counted when it is asked for, once.
    """

    total: int
    by_area: dict[str, int]
    by_value: dict[str, int]
    count_late: Callable[[], int]
    count_conditions: Callable[[], dict[str, int]]

    @cached_property
    def late(self) -> int:
        """How many are past their date at this moment."""
        return self.count_late()

    def without(self, part: "Counts") -> "Counts":
        """Return the counts of what is not in a part of it; conditions are not told."""
        return Counts(
            max(0, self.total - part.total),
            _positive(Counter(self.by_area) - Counter(part.by_area)),
            _positive(Counter(self.by_value) - Counter(part.by_value)),
            lambda: max(0, self.late - part.late),
            dict,
        )

    @cached_property
    def by_condition(self) -> dict[str, int]:
        """How many meet each of the conditions that were given."""
        return self.count_conditions()


def counts(
    layer: Layer,
    user: Any,
    asked: Filter,
    groups: Sequence[Conditions] = (),
    *,
    flags: Mapping[str, str] | None = None,
    with_late: bool = False,
) -> Counts:
    """Return the counts, in one statement whose rows are areas, not features.

    groups: conditions by names of programmers' choice, those together to whose rows one index leads. flags: those of
    them that mean no more than one key of the filter, with that key: told by cells where a book is kept.
    with_late: what is late is wanted for sure. In a selection both are counted in the same statement, for the rows on
    its line have to be looked at one by one; what is late also where all rows are, and of a layer without cells both.
    Else they are counted when they are asked for.
    """
    late = {LATE: Q(**layer.late())} if layer.due else {}
    given = {name: condition for group in groups for name, condition in group.items()}

    @cache
    def told() -> dict[str, int]:
        return tallies(layer, user, asked, (late, *groups), flags)

    def count_late() -> int:
        if not any(by_value[state] for state in layer.due_states):  # what has ended is not late
            return 0
        return told().get(LATE, 0)

    def count_conditions() -> dict[str, int]:
        return {name: told()[name] for name in given}

    if (hits := hits_of(layer, user, asked)) is not None:
        by_slot = Counter(dict(zip(layer.counted_values, hits.by_slot(), strict=False)))
        found = (len(hits.rows), _upwards(hits.by_area()), _positive(by_slot))
        return Counts(*found, lambda: hits.late() if layer.due else 0, count_conditions)
    plan = plan_for(layer, user, asked)
    along: Conditions = late if plan is None and with_late else {}
    is_looked_at = layer.cells is None or (plan is not None and plan.selection is not None)
    if is_looked_at and (given or with_late):
        along = {**late, **given}
    if plan and along:
        arms = arms_with_tally(layer, user, asked, plan, LEVELS[0], (late, *groups))
    elif plan:
        arms = arms_of(layer, user, asked, plan, LEVELS[0], by_area=True)
    else:
        arms = from_rows(layer, rows_of(layer, user, asked), LEVELS[0], by_area=True, met=met_by(along))
    sums = ", ".join(f"sum({name})" for name in (*(f"v{number}" for number in VALUES), *columns_of(along)))
    grouped = Sql(f"SELECT area, sum(n), {sums} FROM ({arms.text}) AS arms GROUP BY area", arms.params)
    total, by_area, by_value, met = 0, Counter[str](), Counter[str](), Counter[str]()
    for area, n, *values in grouped.rows():
        total += int(n)
        by_area[area] += int(n)
        by_value.update({value: int(count) for value, count in zip(layer.counted_values, values, strict=False)})
        met.update({name: int(count) for name, count in zip(along, values[len(VALUES) :], strict=True)})
    found = (total, _upwards(by_area), _positive(by_value))
    are_told = along.keys() >= given.keys()
    return Counts(
        *found,
        (lambda: met[LATE]) if LATE in along else count_late,
        (lambda: {name: met[name] for name in given}) if are_told else count_conditions,
    )


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

"""How many features of a layer came when: what a strip of time is drawn from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from cityops.errors import NotFound
from layers.arms import rows_of
from layers.filters import Day, Filter
from layers.registry import Layer
from layers.sqltext import Sql, identifier, sql_of

# Each row is put between the beginnings of all weeks and months of the table, which are a few hundred: to ask every
# row for its local day costs three times as much. Weeks and months are whole numbers of what lies between.
COUNT = """
WITH span AS (SELECT min({column}) AT TIME ZONE %s AS first, max({column}) AT TIME ZONE %s AS last FROM {table}),
edges AS (
    SELECT array_agg(edge AT TIME ZONE %s ORDER BY edge) AS list FROM (
        SELECT generate_series(date_trunc('week', first), last, '1 week') AS edge FROM span
        UNION SELECT generate_series(date_trunc('month', first), last, '1 month') FROM span
    ) AS beginnings
)
SELECT (list[place] AT TIME ZONE %s)::date, n FROM edges, (
    SELECT width_bucket(t_at, (SELECT list FROM edges)) AS place, count(*) AS n FROM ({rows}) AS r GROUP BY 1
) AS counted WHERE place > 0
"""

WEEK, MONTH = "week", "month"
MOST_WEEKS = 120  # more of them are too thin to be pointed at


@dataclass(frozen=True)
class Bucket:
    """A stretch of days, both included, and how many features came in it."""

    first: date
    last: date
    n: int


@dataclass(frozen=True)
class Times:
    """Stretches one after the other, without a gap; none where there is nothing."""

    unit: str
    buckets: tuple[Bucket, ...]


def times(layer: Layer, user: Any, asked: Filter) -> Times:
    """Return the counts by week or month, in one statement and in the city's own days.

    What `from` and `to` leave out is counted too: the strip shows what can be chosen. Raises NotFound where the layer
    cannot be filtered by them.
    """
    first = layer.filters.get("from")
    if not isinstance(first, Day) or not isinstance(layer.filters.get("to"), Day):
        raise NotFound
    asked_rows = rows_of(layer, user, asked.without("from", "to"))
    rows = sql_of(asked_rows.values(t_at=F(first.column)))
    if rows is None:
        return bucketed({})
    meta = asked_rows.model._meta
    names = {"table": identifier(meta.db_table), "column": identifier(meta.get_field(first.column).column)}
    zone = str(timezone.get_default_timezone())
    count = Sql(COUNT.format(**names, rows=rows.text), (zone, zone, zone, zone, *rows.params))
    return bucketed(dict(count.rows()))


def bucketed(days: dict[date, int]) -> Times:
    """Return days as weeks, or as months where the weeks would be too many.

    A day may stand for those after it, as long as no week and no month begins among them.
    """
    if not days:
        return Times(WEEK, ())
    first, last = min(days), max(days)
    unit = WEEK if (last - first).days <= 7 * MOST_WEEKS else MONTH
    sums = Counter[date]()
    for day, n in days.items():
        sums[_start(unit, day)] += n
    starts = list(_starts(unit, first, last))
    ends = [start - timedelta(days=1) for start in (*starts[1:], _next(unit, starts[-1]))]
    return Times(unit, tuple(Bucket(start, end, sums[start]) for start, end in zip(starts, ends, strict=True)))


def _starts(unit: str, first: date, last: date) -> Iterator[date]:
    start = _start(unit, first)
    while start <= last:
        yield start
        start = _next(unit, start)


def _start(unit: str, day: date) -> date:
    return day.replace(day=1) if unit == MONTH else day - timedelta(days=day.weekday())


def _next(unit: str, start: date) -> date:
    return (start.replace(day=28) + timedelta(days=4)).replace(day=1) if unit == MONTH else start + timedelta(days=7)

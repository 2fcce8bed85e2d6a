"""How many features of a layer came when: what a strip of time is drawn from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import Trunc
from django.utils import timezone

from cityops.errors import NotFound
from layers.arms import rows_of
from layers.filters import Day, Filter
from layers.registry import Layer

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
    day = Trunc(first.column, "day", tzinfo=timezone.get_default_timezone())
    found = rows_of(layer, user, asked.without("from", "to")).annotate(t_day=day).values_list("t_day")
    return bucketed({_date(day): n for day, n in found.annotate(n=Count("pk")).order_by() if day is not None})


def bucketed(days: dict[date, int]) -> Times:
    """Return days as weeks, or as months where the weeks would be too many."""
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


def _date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value

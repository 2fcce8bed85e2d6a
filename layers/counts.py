"""Counts of a filtered layer: the same rows as its tiles and lists, so the same totals."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from layers.filters import Filter
from layers.registry import Layer


@dataclass(frozen=True)
class Counts:
    """Total; by area (with what lies in it); by the value that clusters tell; and how many are late."""

    total: int
    by_area: dict[str, int]
    by_value: dict[str, int]
    late: int


def counts(layer: Layer, user: Any, asked: Filter) -> Counts:
    """Return the counts in one statement; its rows are areas × values, not features."""
    rows = layer.scope(user).filter(asked.condition(layer.filters)).order_by()
    late = Q(**layer.late()) if layer.due else Q(pk__in=())
    groups = rows.values("area_id", layer.counted or "area_id").annotate(n=Count("pk"), late=Count("pk", filter=late))
    total, overdue, by_area, by_value = 0, 0, Counter[str](), Counter[str]()
    for group in groups:
        n = group["n"]
        total += n
        overdue += group["late"]
        if layer.counted:
            by_value[group[layer.counted]] += n
        code = group["area_id"] or ""
        while code:
            by_area[code] += n
            code = code.rpartition(".")[0]
    return Counts(total, dict(by_area), dict(by_value), overdue)

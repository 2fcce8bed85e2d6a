"""Rows of a filtered layer, a page at a time by key, so that page 1,000 costs what page 1 does."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from layers.arms import rows_of
from layers.filters import BadFilter, Filter
from layers.registry import Layer

PAGE, MOST = 50, 500


@dataclass(frozen=True)
class Page:
    """Rows in the layer's order, and the key behind which the next ones begin (empty: these are the last)."""

    rows: Sequence[dict[str, Any]]
    following: str


def page_of(layer: Layer, user: Any, asked: Filter, after: str = "", *, size: int = PAGE) -> Page:
    """Return the rows behind a key, in one statement. Raises BadFilter for what is no key.

    A row has code, lng and lat (EPSG:4326, of the place that the layer draws) and the layer's columns.
    """
    rows = _behind(layer, rows_of(layer, user, asked), after)
    columns = {
        f"c_{column.name}": F(column.path) if isinstance(column.path, str) else column.path for column in layer.columns
    }
    order = {f"o_{number}": F(name.removeprefix("-")) for number, name in enumerate(layer.order)}
    found = list(
        rows.order_by(*layer.order).values(r_code=F("code"), r_at=Transform(layer.point, 4326), **columns, **order)[
            : size + 1
        ]
    )
    page = found[:size]
    following = _key([page[-1][name] for name in order]) if len(found) > size else ""
    return Page([_row(layer, one) for one in page], following)


def size_from(asked: str | None) -> int:
    """Return how many rows a page shall have, within reason. Raises BadFilter."""
    if asked is None:
        return PAGE
    if not (asked.isascii() and asked.isdigit() and 1 <= len(asked) <= 4 and 1 <= int(asked) <= MOST):
        raise BadFilter(field="size", value=asked[:10], allowed=f"1–{MOST}")
    return int(asked)


def _row(layer: Layer, found: dict[str, Any]) -> dict[str, Any]:
    point = found["r_at"]
    row: dict[str, Any] = {"code": found["r_code"]}
    row["lng"], row["lat"] = (round(point.x, 6), round(point.y, 6)) if point else (None, None)
    for column in layer.columns:
        value = found[f"c_{column.name}"]
        if column.choices is not None and value is not None:
            value = str(column.choices.get(value, value))
        row[column.name] = float(value) if isinstance(value, Decimal) else value
    return row


def _behind(layer: Layer, rows: "QuerySet[Any, Any]", after: str) -> "QuerySet[Any, Any]":
    if not after:
        return rows
    values = _values(layer, rows, after)
    behind, same = Q(), Q()
    for name, value in zip(layer.order, values, strict=True):
        field, lookup = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        behind |= same & Q(**{f"{field}__{lookup}": value})
        same &= Q(**{field: value})
    # The first condition is what lets an index begin in the middle.
    first = layer.order[0]
    lookup = "lte" if first.startswith("-") else "gte"
    return rows.filter(Q(**{f"{first.removeprefix('-')}__{lookup}": values[0]}) & behind)


def _key(values: list[Any]) -> str:
    spelled = [value.isoformat() if isinstance(value, date | datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(spelled).encode()).decode().rstrip("=")


def _values(layer: Layer, rows: "QuerySet[Any, Any]", after: str) -> list[Any]:
    try:
        told = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        fields = [rows.model._meta.get_field(name.removeprefix("-")) for name in layer.order]
        if not isinstance(told, list) or len(told) != len(fields):
            raise ValueError("another number of values")
        return [field.to_python(value) for field, value in zip(fields, told, strict=True)]
    except (ValueError, ValidationError, FieldDoesNotExist, TypeError):
        raise BadFilter(field="page", value=after[:40], allowed=_("what the link “next” says")) from None

"""Rows of a filtered layer, a page at a time by key, so that page 1,000 costs what page 1 does."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from layers.filters import BadFilter, Filter
from layers.finding import rows_to_list
from layers.registry import Layer

PAGE, MOST = 50, 500
LONGEST_CODE = 80


@dataclass(frozen=True)
class Page:
    """Rows in the layer's order, and the code behind which the next ones begin (empty: these are the last)."""

    rows: Sequence[dict[str, Any]]
    following: str


def page_of(layer: Layer, user: Any, asked: Filter, after: str = "", *, size: int = PAGE) -> Page:
    """Return the rows behind a key, in one statement. Raises BadFilter for what is no key.

    A row has code, lng and lat (EPSG:4326, of the place that the layer draws) and the layer's columns.
    """
    rows = _behind(layer, user, rows_to_list(layer, user, asked), after)
    columns = {
        f"c_{column.name}_": F(column.path) if isinstance(column.path, str) else column.path for column in layer.columns
    }
    found = list(
        rows.order_by(*layer.order).values(r_code_=F("code"), r_at_=Transform(layer.point, 4326), **columns)[: size + 1]
    )
    page = found[:size]
    following = page[-1]["r_code_"] if len(found) > size else ""
    return Page([_row(layer, one) for one in page], following)


def size_from(asked: str | None) -> int:
    """Return how many rows a page shall have, within reason. Raises BadFilter."""
    if asked is None:
        return PAGE
    if not (asked.isascii() and asked.isdigit() and 1 <= len(asked) <= 4 and 1 <= int(asked) <= MOST):
        raise BadFilter(field="size", value=asked[:10], allowed=f"1–{MOST}")
    return int(asked)


def _row(layer: Layer, found: dict[str, Any]) -> dict[str, Any]:
    point = found["r_at_"]
    row: dict[str, Any] = {"code": found["r_code_"]}
    row["lng"], row["lat"] = (round(point.x, 6), round(point.y, 6)) if point else (None, None)
    for column in layer.columns:
        value = found[f"c_{column.name}_"]
        if column.choices is not None and value is not None:
            value = str(column.choices.get(value, value))
        row[column.name] = float(value) if isinstance(value, Decimal) else value
    return row


def _behind(layer: Layer, user: Any, rows: "QuerySet[Any, Any]", after: str) -> "QuerySet[Any, Any]":
    """Return the rows behind the one with a code; the code is all that a key tells."""
    if not after:
        return rows
    fields = [name.removeprefix("-") for name in layer.order]
    known = len(after) <= LONGEST_CODE and "\x00" not in after
    values = layer.scope(user).filter(code=after).values_list(*fields).first() if known else None
    if values is None:
        raise BadFilter(field="page", value=after[:40], allowed=_("what the link “next” says"))
    behind, same = Q(), Q()
    for name, field, value in zip(layer.order, fields, values, strict=True):
        behind |= same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{field: value})
    # The first condition is what lets an index begin in the middle.
    lookup = "lte" if layer.order[0].startswith("-") else "gte"
    return rows.filter(Q(**{f"{fields[0]}__{lookup}": values[0]}) & behind)

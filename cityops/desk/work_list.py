"""The list of the work map: most overdue first, a page at a time by key, so that page 1,000 costs what page 1 does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from cityops.desk.work_filter import Asked
from cityops.features.work import DUE_OR_NEVER, NEVER, WorkKind
from layers.filters import BadFilter
from layers.finding import FEW, rows_to_list

PAGE = 50
MOST = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    """Some rows in order, and the key behind which the next ones begin (empty: these are the last)."""

    rows: Sequence[Any]
    following: str


def work_list(user: Any, asked: Asked, of: int | None = None) -> QuerySet[Any]:
    """Return the rows of the list in order, those of the map; of: how many they are, if known."""
    rows = rows_to_list(asked.layer, user, asked.meant, of)
    # Of a few the order is made: no index has the same, but to walk along one for them takes half a second.
    first = Greatest("by", "by") if of is not None and of <= FEW else "by"
    ordered: QuerySet[Any] = rows.annotate(by=DUE_OR_NEVER).order_by(first, "pk")
    return ordered


def page_of(kind: WorkKind, rows: QuerySet[Any], after: str = "", *, size: int = PAGE) -> Page:
    """Return the rows behind a key, in one statement. Raises BadFilter for what is no key."""
    if after:
        due, pk = _key(after)
        # The first condition is what lets the index begin in the middle.
        rows = rows.filter(Q(by__gte=due) & (Q(by__gt=due) | Q(pk__gt=pk)))
    # What a row shows is joined to the rows of the page only, not to all that had to be put in order.
    alone = rows.model._default_manager.filter(pk__in=rows.values("pk")[: size + 1])
    found = list(kind.shown(alone.annotate(by=DUE_OR_NEVER).order_by("by", "id")))
    page = found[:size]
    address = kind.address_of_code
    for row in page:
        row.work_state = kind.workflow.state(row.state)  # its word and its sign
        row.detail_url = address.replace("{code}", row.code)
    return Page(page, _spelled(page[-1]) if len(found) > size else "")


def _spelled(row: Any) -> str:
    due = row.due_at or NEVER
    return f"{(due - _EPOCH) // _MICROSECOND}-{row.pk}"


def _key(after: str) -> tuple[datetime, int]:
    due, _dash, pk = after.partition("-")
    try:
        return _EPOCH + int(due) * _MICROSECOND, int(pk)
    except (ValueError, OverflowError):
        raise BadFilter(field="page", value=after[:40], allowed=_("what the link “next” says")) from None


def size_from(asked: str | None) -> int:
    """Return how many rows a reload shall bring: as many as were on the screen, within reason."""
    return (
        min(max(int(asked), PAGE), MOST) if asked and asked.isascii() and asked.isdigit() and len(asked) < 6 else PAGE
    )

"""The list of the work map: most overdue first, a page at a time by key, so that page 1,000 costs what page 1 does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cityops.reports.layers import STAFF
from cityops.reports.models import DUE_OR_NEVER, NEVER, Report
from cityops.reports.queries import reports_visible_to
from layers.filters import BadFilter, Filter

PAGE = 50
MOST = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    """Some rows in order, and the key behind which the next ones begin (empty: these are the last)."""

    rows: Sequence[Report]
    following: str


def work_list(user: Any, meant: Filter) -> QuerySet[Report]:
    """Return the rows of the list in order, which are those of the map: same scope, same filter."""
    rows = reports_visible_to(user).filter(meant.condition(STAFF.filters))
    return rows.annotate(by=DUE_OR_NEVER).order_by("by", "id")


def page_of(rows: QuerySet[Report], after: str = "", *, size: int = PAGE) -> Page:
    """Return the rows behind a key, in one statement. Raises BadFilter for what is no key."""
    if after:
        due, pk = _key(after)
        # The first condition is what lets the index begin in the middle.
        rows = rows.filter(Q(by__gte=due) & (Q(by__gt=due) | Q(pk__gt=pk)))
    # What a row shows is joined to the rows of the page only, not to all that had to be put in order.
    shown = Report.objects.filter(pk__in=rows.values("pk")[: size + 1]).annotate(by=DUE_OR_NEVER).order_by("by", "id")
    found = list(shown.select_related("category", "area", "words").defer("area__geom"))
    page = found[:size]
    return Page(page, _spelled(page[-1]) if len(found) > size else "")


def _spelled(report: Report) -> str:
    due = report.due_at or NEVER
    return f"{(due - _EPOCH) // _MICROSECOND}-{report.pk}"


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

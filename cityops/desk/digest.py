"""The summary of a morning for one member of the staff: counts, codes, categories and desa; no words of residents."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cityops.accounts.models import User
from cityops.agencies.working_time import WorkingCalendar
from cityops.desk.queue_counts import marks_of_work
from cityops.desk.queues import QueueLink, told_of
from cityops.desk.work_filter import Asked, all_of
from cityops.desk.work_list import page_of, work_list
from cityops.features.dates import day_in_words
from cityops.features.templatetags.feature_times import due_words
from cityops.features.work import WorkKind, work_kinds
from layers.counts import counts

MOST_ROWS = 10


def digest_of(user: User, day: date, calendar: WorkingCalendar) -> dict[str, Any]:
    """Return what the mail shows, in the active language, as JSON holds it; nothing where there is nothing to say.

    Paths, not addresses: the mail puts the city's own before them. calendar: by which a working day came before `day`.
    """
    kinds = work_kinds(user)
    queues: list[dict[str, Any]] = []
    lists: list[dict[str, Any]] = []
    marks = marks_of_work(user)
    since = _last_working_day(day, calendar)
    for kind in kinds:
        before = f"{kind.label}: " if len(kinds) > 1 else ""
        for link in told_of(user, kind, marks):
            told = {"label": f"{before}{link.queue.label}", "count": _spelled(link.count or 0), "url": link.url}
            if link.queue.is_listed:
                rows = _rows_of(user, kind, link)
                lists.append({**told, "rows": rows, "more": _spelled(max(0, (link.count or 0) - len(rows)))})
            else:
                queues.append(told)
        if fresh := _fresh(user, kind, since):
            label = _("new since %(day)s") % {"day": day_in_words(since)}
            queues.append({"label": f"{kind.label}: {label}", **fresh})
    return {"day": day_in_words(day), "lists": lists, "queues": queues} if lists or queues else {}


def rows_as_told(kind: WorkKind, rows: Sequence[Any], user: User) -> list[dict[str, str]]:
    """Return what a mail tells of rows, and where each leads."""
    everything = all_of(kind, user)
    return [
        {
            "code": row.code,
            "title": kind.title(row),
            "area": row.area.name if row.area else "–",
            "due": due_words(row),
            "is_late": "1" if row.is_overdue else "",
            "url": everything.url(item=row.code),
        }
        for row in rows
    ]


def several_as_told(kind: WorkKind, number: int, url: str) -> dict[str, str]:
    """Return what a mail tells of several rows at once, and where they are."""
    return {"label": str(kind.label), "count": _spelled(number), "url": url}


def _rows_of(user: User, kind: WorkKind, link: QueueLink) -> list[dict[str, str]]:
    asked = all_of(kind, user).with_values(**link.queue.values)
    page = page_of(kind, work_list(user, asked, of=link.count), size=MOST_ROWS)
    return rows_as_told(kind, page.rows, user)


def _fresh(user: User, kind: WorkKind, since: date) -> dict[str, str] | None:
    """Count what has come since a day and is still open."""
    everything = all_of(kind, user)
    if "from" not in everything.layer.filters:
        return None
    asked: Asked = everything.with_values(**{"from": (since.isoformat(),)})
    count = counts(asked.layer, user, asked.meant).total
    return {"count": _spelled(count), "url": asked.url()} if count else None


def _last_working_day(day: date, calendar: WorkingCalendar) -> date:
    before = day - timedelta(days=1)
    while not calendar.is_working_day(before):
        before -= timedelta(days=1)
    return before


def _spelled(number: int) -> str:
    return number_format(number, force_grouping=True) if number else ""

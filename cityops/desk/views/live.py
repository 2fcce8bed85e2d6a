"""`/staff/now/`: asked by an open work map every few seconds; 304 while nothing that its reader sees has changed."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.desk.live import digest, item_now, rows_now, stamp_of
from cityops.desk.queue_counts import counted, marks_of_work
from cityops.desk.work_filter import Asked, asked_for
from cityops.desk.work_list import size_from
from cityops.desk.work_page import controls_of

PAGE = "desk/work_map.html#live"


@require_safe
@staff_only
def now(request: HttpRequest) -> HttpResponse:
    """Return queues, totals, the number of the bell, and which rows in which version a reload would bring.

    The ETag has two halves: what the answer hangs on, and the answer itself. Where the first is known nothing is
    counted; where only the second is, the new first half goes back with the 304.
    """
    user = cast(User, request.user)
    asked = asked_for(request.GET, user)
    rows, item = size_from(request.GET.get("rows")), request.GET.get("item", "")[:40]
    stamp = stamp_of(user, asked, rows=rows, item=item)
    known_stamp, _dot, known_answer = (
        request.headers.get("If-None-Match", "").removeprefix("W/").strip('"').partition(".")
    )
    if known_stamp == stamp and known_answer:
        return _marked(HttpResponseNotModified(), stamp, known_answer)
    page = render_to_string(PAGE, _context(user, asked, rows, item), request)
    answer = digest(page)
    return _marked(HttpResponseNotModified() if answer == known_answer else HttpResponse(page), stamp, answer)


def _context(user: User, asked: Asked, rows: int, item: str) -> dict[str, Any]:
    marks = marks_of_work(user)
    found = counted(user, asked, marks)
    news = {
        "rows": rows_now(user, asked, of=found.total, rows=rows),
        "item": item_now(user, asked.kind, item),
    }
    return {"asked": asked, **controls_of(user, asked, found, marks), "news": news}


def _marked(response: HttpResponse, stamp: str, answer: str) -> HttpResponse:
    response["ETag"] = f'W/"{stamp}.{answer}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response

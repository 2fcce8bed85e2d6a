"""The bell: what is new for the reader, read and led to."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only, tasks_of
from cityops.desk.news import address_of, told_to, waiting_for
from cityops.errors import NotFound
from cityops.notifications.notices import mark_all_read, mark_read
from cityops.web.respond import respond

PAGE = "desk/notices.html"
IN_THE_BELL, ON_THE_PAGE = 8, 100


@require_safe
@staff_only
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is new, as a page or under the bell."""
    return respond(request, PAGE, "panel", _context(request))


@staff_only
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read, and go to what it tells of."""
    user = cast(User, request.user)
    notice = mark_read(user, pk)
    if notice is None:
        raise NotFound
    return redirect(address_of(notice, user))


@staff_only
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_all_read(request.user)
    return respond(request, PAGE, "panel", _context(request), then="desk:notices")


def _context(request: HttpRequest) -> dict[str, Any]:
    user = cast(User, request.user)
    is_bell = bool(getattr(request, "htmx", False))
    told = told_to(user, IN_THE_BELL if is_bell else ON_THE_PAGE)
    waiting = waiting_for(user)
    context: dict[str, Any] = {
        "told": told,
        "waiting": waiting,
        "has_unread": any(not one.notice.read_at for one in told),
    }
    return context if is_bell else {**context, "tasks": tasks_of(user)}

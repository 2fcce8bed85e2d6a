"""The work map of staff over HTTP."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only, tasks_of
from cityops.desk.work_filter import address, asked_for, meant_by
from cityops.desk.work_list import page_of, size_from, work_list
from cityops.desk.work_page import controls_of, map_config
from cityops.errors import NotFound
from cityops.reports.staff_detail import detail_of, report_for
from cityops.reports.workflow import WORKFLOW
from cityops.web.respond import respond

PAGE = "desk/work_map.html"


@require_safe
@staff_only
def work_map(request: HttpRequest) -> HttpResponse:
    """Show the page; for htmx what a new filter changes, or the next rows."""
    user = cast(User, request.user)
    asked = asked_for(request.GET)
    rows = work_list(user, meant_by(asked))
    page = page_of(rows, request.GET.get("page", ""), size=size_from(request.GET.get("rows")))
    listed = {"asked": asked, "page": page, "next": address(asked, page=page.following) if page.following else ""}
    if not getattr(request, "htmx", False):
        context = {**listed, **controls_of(user, asked), **_around(request, user)}
        return respond(request, PAGE, "changed", context)
    if "page" in request.GET:
        return respond(request, PAGE, "more", {**listed, "appended": True})
    context = {**listed, **controls_of(user, asked), "oob": True}
    response = respond(request, PAGE, "changed", context)
    shown = {"query": asked.query, "filter": context["meant"].query, "total": context["counts"].total}
    trigger_client_event(response, "work:shown", shown, after="settle")
    return response


def _around(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what the page itself needs: the map, who is signed in, and the report that the address names."""
    context: dict[str, Any] = {"tasks": tasks_of(user), "map_config": map_config(), "code": ""}
    context["help_moves"] = [move for move in WORKFLOW.moves if move.key and move.verb != "unhide"]
    if code := request.GET.get("report"):
        context["code"] = code
        try:
            context |= detail_of(user, report_for(user, code))
        except NotFound as fault:
            context["fault"] = fault
    return context

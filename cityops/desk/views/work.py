"""The work map of staff over HTTP."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only, tasks_of
from cityops.desk.home import begins_at_home
from cityops.desk.queue_counts import counted, marks_of_work
from cityops.desk.saved_views import agencies_of, saved_views_context
from cityops.desk.saved_views_forms import SavedViewForm
from cityops.desk.work_filter import Asked, asked_for
from cityops.desk.work_list import page_of, size_from, work_list
from cityops.desk.work_page import controls_of, map_config
from cityops.errors import NotFound
from cityops.web.drawn import drawn
from cityops.web.respond import respond

PAGE = "desk/work_map.html"


@require_safe
@staff_only
@begins_at_home
def work_map(request: HttpRequest) -> HttpResponse:
    """Show the page; for htmx what a new filter changes, or the next rows."""
    user = cast(User, request.user)
    asked = asked_for(request.GET, user)
    is_more = getattr(request, "htmx", False) and "page" in request.GET
    marks = {} if is_more else marks_of_work(user)
    found = None if is_more else counted(user, asked, marks)
    rows = work_list(user, asked, of=None if found is None else found.total)
    page = page_of(asked.kind, rows, request.GET.get("page", ""), size=size_from(request.GET.get("rows")))
    listed = {
        "asked": asked,
        "kind": asked.kind,
        "page": page,
        "row_url": asked.url(item=""),  # and then its code
        "next": asked.url(page=page.following) if page.following else "",
    }
    if found is None:
        return respond(request, PAGE, "more", {**listed, "appended": True})
    if not getattr(request, "htmx", False):
        saved = saved_views_context(user, request.GET.get("view", ""))
        context = {**listed, **controls_of(user, asked, found, marks), **saved, **_around(request, user, asked)}
        return respond(request, PAGE, "changed", context)
    context = {**listed, **controls_of(user, asked, found, marks), "oob": True}
    response = respond(request, PAGE, "changed", context)
    shown = {"query": asked.query, "filter": context["meant"].query, "total": context["counts"].total}
    trigger_client_event(response, "work:shown", shown, after="settle")
    return response


def _around(request: HttpRequest, user: User, asked: Asked) -> dict[str, Any]:
    """Return what the page itself needs: the map, who is signed in, and the row that the address names."""
    context: dict[str, Any] = {"tasks": tasks_of(user), "map_config": map_config(user), "code": ""}
    context["save_view_fields"] = drawn(
        "desk/saved_view_fields.html",
        lambda: {"form": SavedViewForm(user=user, auto_id="save-view-%s")},
        by=tuple((agency.pk, agency.short_name) for agency in agencies_of(user)),
    )
    # "report" is how links have been spelled while there were only reports.
    if code := request.GET.get("item") or request.GET.get("report"):
        context["code"] = code
        try:
            detail = asked.kind.detail(request, code)
            context["detail"] = render_to_string(asked.kind.detail_template, detail, request)
        except NotFound as fault:
            context["fault"] = fault
    return context

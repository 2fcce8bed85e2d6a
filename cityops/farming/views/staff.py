"""A plot as staff see it, and the moves they make."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only, tasks_of
from cityops.areas.map_config import base_map_config
from cityops.errors import CityError, NotFound
from cityops.farming.actions.staff import BY_VERB, make_move
from cityops.farming.models import FarmPlot
from cityops.farming.move_form import MoveForm
from cityops.farming.staff_detail import detail_of, neighbours_of, outline_of, plot_for
from cityops.farming.story import DONE
from cityops.farming.workflow import WORKFLOW
from cityops.features.workflow import Missing
from cityops.web.respond import respond

PAGE = "farming/staff_detail.html"


class NotYoursAnyMore(NotFound):
    """A move on a plot that the actor does not see: never did, or no longer does."""

    text = _("This plot is not, or no longer, yours to work on. What you typed is still here.")


@require_safe
@staff_only
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a plot: as a page, or as the pane beside the list."""
    return respond(request, PAGE, "detail", _context(request, plot_for(request.user, code)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def move(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Show the form of a move, or make it."""
    user = cast(User, request.user)
    if verb not in BY_VERB:
        raise NotFound
    if request.method != "POST":
        plot = plot_for(user, code)
        context = _context(request, plot)
        context["form"] = MoveForm(move=WORKFLOW.move(verb), plot=plot) if _may(context, verb) else None
        return respond(request, PAGE, "foot", context)
    plot = _plot_now(user, code)
    form = MoveForm(request.POST, move=WORKFLOW.move(verb), plot=plot)
    if not form.is_valid():
        return _in_place(request, plot, form, status=422)
    try:
        make_move(verb, actor=user, plot_id=plot.pk, seen=form.cleaned_data["seen"], **form.given)
    except CityError as fault:
        return _with_fault(request, plot, form, fault)
    return _done(request, code, str(DONE[verb]))


def _context(request: HttpRequest, plot: FarmPlot) -> dict[str, Any]:
    user = cast(User, request.user)
    context = detail_of(user, plot)
    if not getattr(request, "htmx", False):
        outlines = {"outline": outline_of(plot.geom), "others": neighbours_of(user, plot)}
        context |= {"tasks": tasks_of(user), "map_config": {**base_map_config(), **outlines}}
    return context


def _may(context: dict[str, Any], verb: str) -> bool:
    return any(one.verb == verb for one in context["moves"])


def _in_place(
    request: HttpRequest, plot: FarmPlot, form: MoveForm, *, status: int, fault: CityError | None = None
) -> HttpResponse:
    """Give the detail as it is now, with the form as it was filled in, and what is wrong with it."""
    context = _context(request, plot)
    context |= {"form": form, "fault": fault, "is_possible": _may(context, form.move.verb)}
    response = respond(request, PAGE, "detail", context, status=status)
    retarget(response, "#detail")
    reswap(response, "innerHTML")
    return response


def _with_fault(request: HttpRequest, plot: FarmPlot, form: MoveForm, fault: CityError) -> HttpResponse:
    fresh = _plot_now(cast(User, request.user), plot.code)
    data = cast(QueryDict, form.data).copy()
    data["seen"] = str(fresh.version)  # whoever sends again has seen what changed
    kept = MoveForm(data, move=form.move, plot=fresh)
    kept.is_valid()
    name = fault.data.get("name") if isinstance(fault, Missing) else None
    if name in kept.fields:
        kept.add_error(str(name), str(fault))
        return _in_place(request, fresh, kept, status=fault.status)
    return _in_place(request, fresh, kept, status=fault.status, fault=fault)


def _plot_now(user: User, code: str) -> FarmPlot:
    """Return the plot as it is now. Raises NotYoursAnyMore where it is not in the reader's sight."""
    try:
        return plot_for(user, code)
    except NotFound:
        raise NotYoursAnyMore from None


def _done(request: HttpRequest, code: str, words: str) -> HttpResponse:
    """Show what the plot is now, and tell the page that it changed."""
    address = reverse("farming:staff_detail", args=[code])
    response = respond(request, PAGE, "detail", _context(request, plot_for(request.user, code)), then=address)
    if not getattr(request, "htmx", False):
        messages.success(request, f"{code}: {words}")
        return response
    trigger_client_event(response, "work:changed", {"code": code, "words": words, "address": address}, after="settle")
    return response

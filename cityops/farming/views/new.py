"""`/lahan/baru/` and changing a plot: the form with its map, and what comes of sending it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cityops.areas.map_config import base_map_config
from cityops.errors import CityError
from cityops.farming.actions import edit_plot, send_plot
from cityops.farming.corners import write_corners
from cityops.farming.forms import PlotForm
from cityops.farming.models import FarmPlot, PlotFarmer
from cityops.farming.policy import KIND
from cityops.farming.queries import plot_sent_under
from cityops.farming.questions import asker_of
from cityops.farming.secrets import remember_on_this_phone
from cityops.farming.shape import MOST_CORNERS
from cityops.farming.staff_detail import outline_of
from cityops.farming.views.own import own_plot
from cityops.farming.workflow import WORKFLOW
from cityops.policy.decide import allowed_anywhere
from cityops.web.address import address_hash


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take in a plot; an extension worker's is one in a farmer's name."""
    helper: Any = request.user if allowed_anywhere(request.user, KIND, "enter") else None
    if request.method != "POST":
        form = PlotForm(initial={"key": uuid4()}, for_farmer=helper is not None)
        return _page(request, form, is_helper=helper is not None)
    typed = _with_a_key(request.POST)
    first = plot_sent_under(UUID(str(typed["key"])))
    form = PlotForm(
        typed, asker=asker_of(request), for_farmer=helper is not None, except_id=first.pk if first else None
    )
    if not form.is_valid():
        return _page(request, form, is_helper=helper is not None, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if first is not None and not form.says_what(first):
        return _another(request, typed, first, is_helper=helper is not None)
    data = form.cleaned_data
    try:
        sent = send_plot(
            key=UUID(str(typed["key"])),
            ring=form.ring,
            commodity=data["commodity"],
            season=data["season"],
            farmer=form.farmer,
            is_overlap_confirmed=data["overlap_ok"],
            address_hash=address_hash(request),
            actor=helper,
        )
    except CityError as fault:
        form.add_error(None, str(fault))
        return _page(request, form, is_helper=helper is not None, status=fault.status)
    response = redirect(reverse("farming:plot", args=[sent.plot.code]) + "?baru=1")
    remember_on_this_phone(request, response, sent.plot)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an own plot that is not verified yet."""
    plot = own_plot(request, code)
    if request.method != "POST":
        WORKFLOW.check("edit", plot.state, ())
        form = PlotForm(initial=_initial(plot), except_id=plot.pk, season=plot.season)
        return _page(request, form, plot=plot)
    form = PlotForm(request.POST, asker=asker_of(request, plot.pk), except_id=plot.pk, season=plot.season)
    if not form.is_valid():
        return _page(request, form, plot=plot, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    data = form.cleaned_data
    try:
        edit_plot(
            pk=plot.pk,
            ring=form.ring,
            commodity=data["commodity"],
            season=data["season"],
            farmer=form.farmer,
            is_overlap_confirmed=data["overlap_ok"],
            address_hash=address_hash(request),
            seen=data["seen"],
        )
    except CityError as fault:
        return _kept(request, plot, form, fault)
    return redirect("farming:plot", plot.code)


def _kept(request: HttpRequest, plot: FarmPlot, form: PlotForm, fault: CityError) -> HttpResponse:
    """Show what was typed, and why it was not taken in; whoever sends it again has seen what changed."""
    fresh = own_plot(request, plot.code)
    typed = request.POST.copy()
    typed["seen"] = str(fresh.version)
    form.data = typed  # not a form anew: it would ask about overlaps once more
    form.add_error(None, str(fault))
    return _page(request, form, plot=fresh, status=fault.status)


def _another(request: HttpRequest, typed: QueryDict, first: FarmPlot, *, is_helper: bool) -> HttpResponse:
    """Ask about what differs under a key that is used up (the back button): it may go as a plot of its own."""
    typed["key"] = str(uuid4())
    form = PlotForm(typed, asker=asker_of(request), for_farmer=is_helper)
    form.is_valid()
    response = _page(request, form, is_helper=is_helper, already_sent=first, status=HTTPStatus.CONFLICT)
    remember_on_this_phone(request, response, first)  # only who sent it has the key
    return response


def _initial(plot: FarmPlot) -> dict[str, Any]:
    farmer = PlotFarmer.objects.filter(plot=plot).first()
    return {
        "key": uuid4(),
        "seen": plot.version,
        "corners": write_corners(outline_of(plot.geom)[0]),
        "commodity": plot.commodity,
        "season": plot.season,
        "name": farmer.name if farmer else "",
        "phone": farmer.phone if farmer else "",
        "group_name": (farmer.group_name if farmer else "") or (plot.group.name if plot.group else ""),
    }


def _with_a_key(posted: QueryDict) -> QueryDict:
    """Return what was typed, under a key in any case: one that is missing or no key is replaced."""
    typed = posted.copy()
    try:
        typed["key"] = str(UUID(typed.get("key", "")))
    except ValueError:
        typed["key"] = str(uuid4())
    return typed


def _page(
    request: HttpRequest,
    form: PlotForm,
    *,
    plot: FarmPlot | None = None,
    is_helper: bool = False,
    already_sent: FarmPlot | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "plot": plot,
        "is_helper": is_helper,
        "already_sent": already_sent,
        "map_config": {
            **base_map_config(),
            "checkUrl": reverse("farming:check"),
            "plot": plot.code if plot else "",
            "mostCorners": MOST_CORNERS,
            "isConfirmed": bool(form.overlaps),
        },
    }
    return render(request, "farming/new.html", context, status=status)

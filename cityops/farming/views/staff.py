"""A plot as staff see it, and the moves they make."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.hands import NotAColleague
from cityops.agencies.move_page import MovePage
from cityops.agencies.staff import staff_only
from cityops.areas.map_config import base_map_config
from cityops.errors import NotFound
from cityops.farming.models import FarmPlot
from cityops.farming.move_form import MoveForm
from cityops.farming.moves import MOVES
from cityops.farming.staff_detail import detail_of, neighbours_of, outline_of, plot_for
from cityops.farming.story import DONE


class NotYoursAnyMore(NotFound):
    """A move on a plot that the actor does not see: never did, or no longer does."""

    text = _("This plot is not, or no longer, yours to work on. What you typed is still here.")


def _outlines(user: User, plot: FarmPlot) -> dict[str, Any]:
    outlines = {"outline": outline_of(plot.geom), "others": neighbours_of(user, plot)}
    return {"map_config": {**base_map_config(), **outlines}}


PAGE = MovePage(
    template="farming/staff_detail.html",
    address="farming:staff_detail",
    form=MoveForm,
    feature_for=plot_for,
    detail_of=detail_of,
    moves=MOVES,
    done=DONE,
    lost=NotYoursAnyMore,
    field_of={NotAColleague: "assignee"},
    page_of=_outlines,
    kind="plots",
)


@require_safe
@staff_only
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a plot: as a page, or as the pane beside the list."""
    return PAGE.show(request, code)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def move(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Show the form of a move, or make it."""
    return PAGE.move(request, code, verb)


@staff_only
@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what the reader has just done."""
    return PAGE.take_back(request, code)

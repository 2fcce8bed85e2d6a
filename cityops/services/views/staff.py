"""A request as staff see it, and the moves they make."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.agencies.hands import NotAColleague
from cityops.agencies.move_page import MovePage
from cityops.agencies.place_map import place_map
from cityops.agencies.staff import staff_only
from cityops.errors import NotFound
from cityops.services.actions.staff import NoSuchOffice, UntilIsOver
from cityops.services.move_form import MoveForm
from cityops.services.moves import MOVES
from cityops.services.staff_detail import detail_of, request_for
from cityops.services.story import DONE


class NotYoursAnyMore(NotFound):
    """A move on a request that the actor does not see: never did, or no longer does."""

    text = _("This request is not, or no longer, yours to work on. What you typed is still here.")


PAGE = MovePage(
    kind="requests",
    template="services/staff_detail.html",
    address="services:staff_detail",
    form=MoveForm,
    feature_for=request_for,
    detail_of=detail_of,
    moves=MOVES,
    done=DONE,
    lost=NotYoursAnyMore,
    field_of={UntilIsOver: "until", NoSuchOffice: "office", NotAColleague: "assignee"},
    page_of=lambda _user, request: place_map(request, request.service.icon),
)


@require_safe
@staff_only
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a request: as a page, or as the pane beside the list."""
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

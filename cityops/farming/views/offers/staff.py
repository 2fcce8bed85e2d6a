"""An offer as staff see it, and the moves they make."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.agencies.hands import NotAColleague
from cityops.agencies.move_page import MovePage
from cityops.agencies.place_map import place_map
from cityops.agencies.staff import staff_only
from cityops.errors import NotFound
from cityops.farming.offer_detail import offer_detail_of, offer_for
from cityops.farming.offer_move_form import OfferMoveForm
from cityops.farming.offer_moves import MOVES
from cityops.farming.offer_story import DONE
from cityops.farming.offer_work import WORK


class NotYoursAnyMore(NotFound):
    """A move on an offer that the actor does not see: never did, or no longer does."""

    text = _("This offer is not, or no longer, yours to work on. What you typed is still here.")


PAGE = MovePage(
    kind="offers",
    template="farming/offers/staff_detail.html",
    address="farming:offer_staff",
    form=OfferMoveForm,
    feature_for=offer_for,
    detail_of=offer_detail_of,
    moves=MOVES,
    done=DONE,
    lost=NotYoursAnyMore,
    field_of={NotAColleague: "assignee"},
    page_of=lambda _user, offer: place_map(offer, WORK.icon),
)


@require_safe
@staff_only
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show an offer: as a page, or as the pane beside the list."""
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

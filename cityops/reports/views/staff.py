"""A report as staff see it, and the moves they make."""

from contextlib import suppress
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.agencies.move_page import MovePage
from cityops.agencies.place_map import place_map
from cityops.agencies.staff import staff_only
from cityops.errors import CityError, NotFound
from cityops.reports.actions import drop_photo, receive_photo
from cityops.reports.actions.assign import NotAColleague
from cityops.reports.actions.staff import PlannedDate, SameAgency
from cityops.reports.move_form import MoveForm
from cityops.reports.moves import MOVES
from cityops.reports.staff_detail import detail_of, report_for
from cityops.reports.story import DONE
from cityops.reports.views.pictures import picture
from cityops.web.address import person_hash


class NotYoursAnyMore(NotFound):
    """A move on a report that the actor does not see: never did, or no longer does."""

    text = gettext_lazy(
        "This report is not, or no longer, yours to work on: somebody may have forwarded it meanwhile. "
        "What you typed is still here."
    )


def _gone(code: str, words: str) -> dict[str, Any]:
    """Say where a report has gone that the actor does not see any more."""
    agency = Agency.objects.filter(reports__code=code).first()
    return {"agency": agency, "words": _("Forwarded to %(agency)s") % {"agency": agency} if agency else words}


def _receive(request: HttpRequest, form: Any) -> None:
    """Take in photos of the result, drop those that are not wanted, and tell the form what was wrong with any."""
    if form.key is None:
        return
    form.photo_faults = []
    for pk in filter(str.isdecimal, request.POST.getlist("drop")):
        with suppress(NotFound):
            drop_photo(key=form.key, photo_id=int(pk))
    for upload in request.FILES.getlist("photos"):
        try:
            receive_photo(key=form.key, upload=upload, address_hash=person_hash(request.user))
        except CityError as fault:
            form.photo_faults.append(str(fault))


PAGE = MovePage(
    kind="reports",
    template="reports/staff_detail.html",
    address="reports:staff_detail",
    form=MoveForm,
    feature_for=report_for,
    detail_of=detail_of,
    moves=MOVES,
    done=DONE,
    lost=NotYoursAnyMore,
    gone=_gone,
    field_of={PlannedDate: "outcome_date", SameAgency: "agency", NotAColleague: "assignee"},
    receive=_receive,
    page_of=lambda _user, report: place_map(report, report.category.icon),
)


@require_safe
@staff_only
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a report: as a page, or as the pane beside the list."""
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


@require_safe
@staff_only
def photo(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Return a photo of a report that the reader may see, accepted or not."""
    report = report_for(cast(User, request.user), code)
    found = report.photos.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return picture(request, found, name=code)

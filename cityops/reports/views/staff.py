"""A report as staff see it, and the moves they make."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.agencies.staff import staff_only, tasks_of
from cityops.errors import CityError, NotFound
from cityops.features.workflow import Missing
from cityops.reports.actions.by_verb import BY_VERB, make_move
from cityops.reports.actions.staff import PlannedDate, SameAgency
from cityops.reports.models import Report
from cityops.reports.move_form import MoveForm
from cityops.reports.queries import reports_visible_to
from cityops.reports.staff_detail import detail_of, report_for
from cityops.reports.story import DONE
from cityops.reports.views.pictures import picture
from cityops.reports.workflow import WORKFLOW
from cityops.web.respond import respond

PAGE = "reports/staff_detail.html"
# The field that a fault of the domain is about; all others are shown above the form.
FIELD_OF: dict[type[CityError], str] = {PlannedDate: "outcome_date", SameAgency: "agency"}


class NotYoursAnyMore(NotFound):
    """A move on a report that the actor does not see: never did, or no longer does."""

    text = gettext_lazy(
        "This report is not, or no longer, yours to work on: somebody may have forwarded it meanwhile. "
        "What you typed is still here."
    )


@require_safe
@staff_only
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a report: as a page, or as the pane beside the list."""
    report = report_for(cast(User, request.user), code)
    return respond(request, PAGE, "detail", _context(request, report))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def move(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Show the form of a move, or make it."""
    user = cast(User, request.user)
    if verb not in BY_VERB:
        raise NotFound
    if request.method != "POST":
        report = report_for(user, code)
        context = _context(request, report)
        context["form"] = MoveForm(move=WORKFLOW.move(verb), report=report) if _may(context, verb) else None
        return respond(request, PAGE, "foot", context)
    try:
        report = report_for(user, code)
    except NotFound:
        raise NotYoursAnyMore from None
    form = MoveForm(request.POST, move=WORKFLOW.move(verb), report=report)
    if not form.is_valid():
        return _in_place(request, report, form, status=422)
    try:
        make_move(verb, actor=user, report_id=report.pk, seen=form.cleaned_data["seen"], **form.given)
    except CityError as fault:
        return _with_fault(request, report, form, fault)
    return _done(request, report, verb)


@require_safe
@staff_only
def photo(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Return a photo of a report that the reader may see, accepted or not."""
    report = report_for(cast(User, request.user), code)
    found = report.photos.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return picture(request, found, name=code)


def _context(request: HttpRequest, report: Report) -> dict[str, Any]:
    user = cast(User, request.user)
    return {**detail_of(user, report), "tasks": tasks_of(user) if not getattr(request, "htmx", False) else ()}


def _may(context: dict[str, Any], verb: str) -> bool:
    return any(one.verb == verb for one in context["moves"])


def _in_place(
    request: HttpRequest, report: Report, form: MoveForm, *, status: int, fault: CityError | None = None
) -> HttpResponse:
    """Give the detail as it is now, with the form as it was filled in, and what is wrong with it."""
    context = _context(request, report)
    context |= {"form": form, "fault": fault, "is_possible": _may(context, form.move.verb)}
    response = respond(request, PAGE, "detail", context, status=status)
    retarget(response, "#detail")
    reswap(response, "innerHTML")
    return response


def _with_fault(request: HttpRequest, report: Report, form: MoveForm, fault: CityError) -> HttpResponse:
    fresh = _report_now(cast(User, request.user), report)
    data = cast(QueryDict, form.data).copy()
    data["seen"] = str(fresh.version)  # whoever sends again has seen what changed
    kept = MoveForm(data, move=form.move, report=fresh)
    field = fault.data.get("name") if isinstance(fault, Missing) else FIELD_OF.get(type(fault))
    kept.is_valid()
    if field in kept.fields:
        kept.add_error(field, str(fault))
        return _in_place(request, fresh, kept, status=fault.status)
    return _in_place(request, fresh, kept, status=fault.status, fault=fault)


def _report_now(user: User, report: Report) -> Report:
    """Return the report as it is now. Raises NotYoursAnyMore where it has left the reader's sight."""
    try:
        return report_for(user, report.code)
    except NotFound:
        raise NotYoursAnyMore from None


def _done(request: HttpRequest, report: Report, verb: str) -> HttpResponse:
    """Show what the report is now, or where it has gone, and tell the page that it changed."""
    user = cast(User, request.user)
    code, words = report.code, str(DONE[verb])
    if reports_visible_to(user).filter(pk=report.pk).exists():
        response = respond(request, PAGE, "detail", _context(request, report_for(user, code)), then=_address(code))
    else:
        agency = Agency.objects.filter(reports=report).first()
        words = _("Forwarded to %(agency)s") % {"agency": agency} if agency else words
        context = {"code": code, "agency": agency, "words": words}
        response = respond(request, PAGE, "gone", context, then=reverse("desk:work_map"))
    if not getattr(request, "htmx", False):
        messages.success(request, f"{code}: {words}")
        return response
    changed = {"code": code, "words": words, "address": _address(code)}
    trigger_client_event(response, "work:changed", changed, after="settle")
    return response


def _address(code: str) -> str:
    return reverse("reports:staff_detail", args=[code])

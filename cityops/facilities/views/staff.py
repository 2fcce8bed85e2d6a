"""Facilities as staff keep them: a list with its map, and one form with a pin."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only, tasks_of
from cityops.errors import CityError, NotAllowed
from cityops.facilities.actions import (
    StaleFacility,
    add_facility,
    change_facility,
    reopen_facility,
    retire_facility,
)
from cityops.facilities.facility_map import pin_map_config
from cityops.facilities.forms import FacilityForm, RetireForm
from cityops.facilities.listing import listing_of
from cityops.facilities.models import Facility
from cityops.facilities.policy import KIND
from cityops.facilities.queries import facility_with_code
from cityops.facilities.story import story_of
from cityops.policy.decide import allowed, allowed_anywhere
from cityops.policy.lines import Reach
from cityops.policy.registry import grants_of, verb

FORM = "facilities/staff_form.html"


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """List all facilities, also those that are closed for good where the address asks for them."""
    query = request.GET.copy()
    closed = query.pop("closed", None) == ["1"]
    context = listing_of(query, Facility.objects.filter(is_public=not closed), address="facilities:staff_edit")
    context |= {
        "only_closed": closed,
        "may_add": allowed_anywhere(request.user, KIND, "add"),
        "tasks": tasks_of(cast(User, request.user)),
        "map_label": _("Map of the facilities in this list"),
    }
    return render(request, "facilities/staff_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: HttpRequest) -> HttpResponse:
    """Show an empty form, or put a facility on the map."""
    user = cast(User, request.user)
    if not allowed_anywhere(user, KIND, "add"):
        raise NotAllowed
    if request.method != "POST":
        everywhere = {role for role, reach in verb(KIND, "add").reach.items() if reach == Reach.ANY}
        own = [grant.agency for grant in grants_of(user) if grant.agency and grant.role not in everywhere]
        return _page(request, FacilityForm(initial={"agency": own[0] if own else None}))
    form = FacilityForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        facility = add_facility(
            actor=user, place=form.cleaned_data["place"], details=form.details, key=form.cleaned_data["key"]
        )
    except CityError as fault:
        return _page(request, form, fault=fault)
    messages.success(request, _("“%(name)s” is on the map.") % {"name": facility.name})
    return redirect("facilities:staff_edit", facility.code)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a facility's form, or write what was changed in it."""
    facility = facility_with_code(code)
    if request.method != "POST":
        return _page(request, FacilityForm(facility=facility), facility)
    form = FacilityForm(request.POST, facility=facility)
    if not form.is_valid():
        return _page(request, form, facility, status=422)
    data = form.cleaned_data
    try:
        change_facility(
            actor=cast(User, request.user),
            facility_id=facility.pk,
            details=form.details,
            place=data["place"],
            is_sure=data.get("is_sure", False),
            seen=data["seen"] or 0,
        )
    except CityError as fault:
        return _with_fault(request, form, code, fault)
    messages.success(request, _("Saved."))
    return redirect("facilities:staff_edit", code)


@staff_only
@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Close a facility for good."""
    facility = facility_with_code(code)
    form = RetireForm(request.POST)
    if not form.is_valid():
        return _page(request, FacilityForm(facility=facility), facility, retire_form=form, status=422)
    try:
        retire_facility(actor=cast(User, request.user), facility_id=facility.pk, **form.cleaned_data)
    except StaleFacility as fault:
        return _page(request, FacilityForm(facility=facility), facility, retire_form=form, fault=fault)
    messages.success(request, _("Closed for good. It is off the map; its page says why."))
    return redirect("facilities:staff_edit", code)


@staff_only
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Undo closing."""
    facility = facility_with_code(code)
    seen = request.POST.get("seen", "")
    reopen_facility(actor=cast(User, request.user), facility_id=facility.pk, seen=int(seen) if seen.isdecimal() else 0)
    messages.success(request, _("It is on the map again."))
    return redirect("facilities:staff_edit", code)


def _with_fault(request: HttpRequest, form: FacilityForm, code: str, fault: CityError) -> HttpResponse:
    """Give the form back as it was filled in; whoever sends it again has seen what changed."""
    fresh = facility_with_code(code)
    data = cast(QueryDict, form.data).copy()
    data["seen"] = str(fresh.version)
    kept = FacilityForm(data, facility=fresh)
    kept.is_valid()
    return _page(request, kept, fresh, fault=fault)


def _page(
    request: HttpRequest,
    form: FacilityForm,
    facility: Facility | None = None,
    *,
    fault: CityError | None = None,
    retire_form: RetireForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = cast(User, request.user)
    context: dict[str, Any] = {
        "form": form,
        "facility": facility,
        "fault": fault,
        "map_config": pin_map_config(facility),
        "map_label": _("Map: drag the pin, or press where it belongs"),
        "tasks": tasks_of(user),
        "action": reverse("facilities:staff_edit", args=[facility.code])
        if facility
        else reverse("facilities:staff_new"),
    }
    if facility:
        context |= {
            "retire_form": retire_form or RetireForm(initial={"seen": facility.version}),
            "may_change": allowed(user, KIND, "change", facility) and not facility.closed_at,
            "may_retire": allowed(user, KIND, "retire", facility),
            "story": story_of(facility),
        }
    else:
        context["may_change"] = True
    return render(request, FORM, context, status=fault.status if fault else status)

"""`/fasilitas/`: what there is, where, when it is open."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cityops.facilities.facility_map import place_map_config
from cityops.facilities.listing import listing_of
from cityops.facilities.offered import offered_at
from cityops.facilities.queries import facilities_public, facility_with_code
from cityops.policy.decide import allowed


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List facilities under the filter of their map layer."""
    context = listing_of(request.GET, facilities_public(request.user), address="facilities:detail")
    return render(request, "facilities/list.html", {**context, "map_label": _("Map of the facilities in this list")})


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a facility; one that is closed for good says why, so that an old link leads somewhere."""
    facility = facility_with_code(code)
    context = {
        "facility": facility,
        "hours": facility.timetable(),
        "standing": facility.standing(),
        "offered": offered_at(facility),
        "map_config": place_map_config(facility),
        "map_label": _("Map with the place of this facility"),
        "may_change": allowed(request.user, "facilities", "change", facility),
    }
    status = HTTPStatus.GONE if facility.closed_at else HTTPStatus.OK
    return render(request, "facilities/detail.html", context, status=status)

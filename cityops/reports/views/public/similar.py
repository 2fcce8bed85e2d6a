"""`/lapor/mirip/`: open reports like the one that is being written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cityops.areas.places import place_from
from cityops.reports.models import Report
from cityops.reports.queries import similar_open


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Return a fragment with open reports of a category near a place; empty where there are none."""
    lng, lat = request.GET.get("lng", ""), request.GET.get("lat", "")
    category = request.GET.get("category", "")[:60].replace("\x00", "")
    reports: list[Report] = []
    if lng and lat and category:
        near = similar_open(place=place_from(lng, lat), category=category, limit=3)
        reports = list(near.prefetch_related("photos"))
    return render(request, "reports/similar.html", {"similar": reports})

"""The search box of the maps: areas and facilities together."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cityops.areas.search import area_hits, cleaned
from cityops.facilities.queries import facilities_called


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Return areas first, then facilities at their public place, as the search box shows them."""
    text = cleaned(request.GET.get("q", ""))
    if not text:
        return JsonResponse({"results": []})
    facilities = [
        {
            "label": facility.name,
            "level": "facility",
            "parent": facility.area.name if facility.area else "",
            "lng": round(facility.public_geom.centroid.x, 6),
            "lat": round(facility.public_geom.centroid.y, 6),
        }
        for facility in facilities_called(text)
        if facility.public_geom
    ]
    return JsonResponse({"results": area_hits(text) + facilities})

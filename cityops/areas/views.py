"""Areas over HTTP: the outlines, the desa of a place, and the search by name."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from cityops.areas.neighbours import outside_advice
from cityops.areas.places import place_from
from cityops.areas.queries import area_at, outlines, outlines_version
from layers.search import hits


@require_safe
@condition(etag_func=lambda request: f'"{outlines_version()}"')
def geojson(request: HttpRequest) -> HttpResponse:
    """Return city, kecamatan and desa as GeoJSON."""
    response = HttpResponse(outlines(), content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=300)
    return response


@require_safe
def at(request: HttpRequest) -> JsonResponse:
    """Return the desa of a place, or where to turn outside the city."""
    place = place_from(request.GET.get("lng"), request.GET.get("lat"))
    area = area_at(place)
    if area is None:
        return JsonResponse({"inside": False, "advice": outside_advice(place)})
    kecamatan = area.parent.name if area.parent else ""
    return JsonResponse({"inside": True, "code": area.pk, "label": str(area), "kecamatan": kecamatan})


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Return what is called so and has a place, as the search box shows it."""
    found = hits(request.user, request.GET.get("q", ""), only_places=True)
    return JsonResponse({"results": [asdict(hit) for hit in found]})

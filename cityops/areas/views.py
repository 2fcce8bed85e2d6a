"""Areas over HTTP: the outlines, the desa of a place, and the search by name."""

import math

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_safe

from cityops.areas.neighbours import outside_advice
from cityops.areas.queries import area_at, areas_called, outlines, outlines_version
from cityops.errors import CityError


class BadPlace(CityError):
    """Coordinates that are no place on earth."""

    code, status = "bad_place", 400
    text = _("“lng” and “lat” must be degrees, such as lng=112.526 and lat=-7.871.")


@require_safe
@condition(etag_func=lambda request: f'"{outlines_version()}"')
def geojson(request: HttpRequest) -> HttpResponse:
    """Return city, kecamatan and desa as GeoJSON."""
    response = HttpResponse(outlines(), content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=300)
    return response


def place_from(lng: str | None, lat: str | None) -> Point:
    """Return a point (EPSG:4326). Raises BadPlace."""
    try:
        x, y = float(lng or ""), float(lat or "")
    except ValueError:
        raise BadPlace from None
    if not (math.isfinite(x) and math.isfinite(y) and -180 <= x <= 180 and -90 <= y <= 90):
        raise BadPlace
    return Point(x, y, srid=4326)


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
    """Return areas by name, each with a point inside it."""
    text = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    found = areas_called(text) if len(text) >= 2 else []
    results = [
        {
            "code": area.pk,
            "label": str(area),
            "level": area.level,
            "parent": area.parent.name if area.parent else "",
            "lng": round(inside.x, 6),
            "lat": round(inside.y, 6),
        }
        for area, inside in found
    ]
    return JsonResponse({"results": results})

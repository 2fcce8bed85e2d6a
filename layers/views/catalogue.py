"""What layers there are, over HTTP."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cityops.errors import NotFound
from geodata.city.folder import read_city
from layers import catalogue as told
from layers.rasters.registry import raster_named
from layers.registry import layer_named


@require_safe
def catalogue(request: HttpRequest) -> JsonResponse:
    """Return the layers that the reader may know of, by group."""
    response = JsonResponse({"groups": told.catalogue(request.user)})
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def tilejson(request: HttpRequest, name: str) -> JsonResponse:
    """Return a layer as TileJSON 3.0.0, for readers elsewhere."""
    origin = request.build_absolute_uri("/").rstrip("/")
    try:
        layer = layer_named(name, request.user)
    except NotFound:
        raster = raster_named(name, request.user)
        return _kept(JsonResponse(told.raster_tilejson(raster, origin=origin)), is_public=raster.is_public)
    extent = read_city(settings.CITY, settings.CITY_ROOT).extent
    response = JsonResponse(told.tilejson(layer, origin=origin, bounds=extent))
    return _kept(response, is_public=not layer.is_for_staff)


def _kept(response: JsonResponse, *, is_public: bool) -> JsonResponse:
    """Say who may keep it, each only after asking again."""
    patch_cache_control(response, no_cache=True, **{"public" if is_public else "private": True})
    return response

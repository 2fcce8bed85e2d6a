"""Tiles and counts over HTTP."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from layers import filters
from layers.counts import counts as count
from layers.registry import layer_named
from layers.tiles.clusters import tile

MVT = "application/vnd.mapbox-vector-tile"


@conditional_page
@require_safe
def tiles(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    """Return a vector tile of the filtered layer; an empty 200 where there is nothing."""
    layer = layer_named(name)
    body = tile(layer, request.user, filters.parse(request.GET, layer.filters), z, x, y)
    response = HttpResponse(body, content_type=MVT)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def counts(request: HttpRequest, name: str) -> JsonResponse:
    """Return total, by_area, by_value and late of the filtered layer."""
    layer = layer_named(name)
    response = JsonResponse(asdict(count(layer, request.user, filters.parse(request.GET, layer.filters))))
    patch_cache_control(response, private=True, no_cache=True)
    return response

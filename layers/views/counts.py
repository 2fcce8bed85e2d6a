"""Counts over HTTP."""

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from layers.counts import counts as count
from layers.filters import parse
from layers.registry import layer_named
from layers.styles.class_counts import class_counts


@require_safe
def counts(request: HttpRequest, name: str) -> JsonResponse:
    """Return total, by_area, by_value and late of the filtered layer."""
    layer = layer_named(name, request.user)
    found = count(layer, request.user, parse(request.GET, layer.filters), with_late=True)
    told = {"total": found.total, "by_area": found.by_area, "by_value": found.by_value, "late": found.late}
    response = JsonResponse(told)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def classes(request: HttpRequest, name: str) -> JsonResponse:
    """Return how many features are in each class of the layer's style, by its key in the legend."""
    response = JsonResponse({"classes": class_counts(layer_named(name, request.user))})
    patch_cache_control(response, private=True, no_cache=True)
    return response

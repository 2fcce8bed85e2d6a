"""When features came, over HTTP."""

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from layers.filters import parse
from layers.registry import layer_named
from layers.times import times as when


@require_safe
def times(request: HttpRequest, name: str) -> JsonResponse:
    """Return the counts of the filtered layer by week or month."""
    layer = layer_named(name, request.user)
    found = when(layer, request.user, parse(request.GET, layer.filters))
    buckets = [{"from": one.first, "to": one.last, "n": one.n} for one in found.buckets]
    response = JsonResponse({"unit": found.unit, "buckets": buckets})
    patch_cache_control(response, private=True, no_cache=True)
    return response

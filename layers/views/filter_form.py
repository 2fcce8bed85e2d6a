"""The form of a layer's filters over HTTP, for the layer panel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cityops.errors import NotFound
from layers.filter_form import filter_form
from layers.filters import parse
from layers.registry import layer_named


@require_safe
def form(request: HttpRequest, name: str) -> HttpResponse:
    """Return the fields of a layer's own columns as the address fills them in. Raises NotFound where there are none."""
    layer = layer_named(name, request.user)
    found = filter_form(layer, parse(request.GET, layer.filters))
    if found is None:
        raise NotFound
    response = render(request, "layers/filter_form.html", {"filter_form": found})
    patch_cache_control(response, private=True, no_cache=True)
    return response

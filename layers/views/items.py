"""Rows of a layer and the card of one feature over HTTP."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cityops.errors import NotFound
from layers.counts import counts
from layers.filters import parse
from layers.items import page_of, size_from
from layers.registry import layer_named


@require_safe
def items(request: HttpRequest, name: str) -> JsonResponse:
    """Return columns, rows, the key of the next page, and how many there are in all."""
    layer = layer_named(name, request.user)
    asked = parse(request.GET, layer.filters)
    page = page_of(layer, request.user, asked, request.GET.get("page", ""), size=size_from(request.GET.get("size")))
    response = JsonResponse(
        {
            "columns": [{"name": one.name, "label": str(one.label), "kind": one.kind} for one in layer.columns],
            "rows": page.rows,
            "next": page.following,
            "total": counts(layer, request.user, asked).total,
        }
    )
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def item(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """Return the card of one feature, which its kind draws and which its kind shows to whom it may."""
    layer = layer_named(name, request.user)
    if layer.card is None:
        raise NotFound
    response = layer.card(request, code)
    patch_cache_control(response, private=True, no_cache=True)
    return response

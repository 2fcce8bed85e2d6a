"""The search box of the maps."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from layers.search import hits


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Return places, names and codes that the reader may see, the best first."""
    found = hits(request.user, request.GET.get("q", ""))
    response = JsonResponse({"results": [asdict(hit) for hit in found]})
    patch_cache_control(response, private=True, no_cache=True)
    return response

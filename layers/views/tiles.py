"""Tiles over HTTP: cached by version, private where what is seen depends on who asks."""

import gzip
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe
from isal import igzip

from layers.filters import BadFilter, Filter, parse
from layers.registry import Layer, layer_named
from layers.tiles.address import WORLD, Tile
from layers.tiles.draw import FINEST, GRIDS, draw
from layers.tiles.store import TileStore
from layers.tiles.version import version_of

MVT = "application/vnd.mapbox-vector-tile"
FORMAT = "1"  # raised when the same rows are drawn otherwise


@require_safe
def tiles(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponseBase:
    """Return a vector tile of the filtered layer; an empty 200 where there is nothing."""
    layer = layer_named(name, request.user)
    tile = Tile(z, x, y)
    asked = parse(request.GET, layer.filters)
    grid = _grid(request.GET.get("grid"))
    key = _key(layer, request.user, asked, tile, grid)
    if key is None:
        packed = _packed(draw(layer, request.user, asked, tile, grid))
        etag = f'W/"{sha256(packed).hexdigest()[:32]}"'
    else:
        etag = f'W/"{sha256(key.encode()).hexdigest()[:32]}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        unchanged["ETag"] = etag
        return _marked(unchanged, layer)
    if key is not None:
        store = TileStore(settings.TILE_DIR)
        packed = store.get_or_draw(key, lambda: _packed(draw(layer, request.user, asked, tile, grid)))
    response = _answer(request, packed)
    response["ETag"] = etag
    return _marked(response, layer)


def _key(layer: Layer, user: Any, asked: Filter, tile: Tile, grid: int) -> str | None:
    """Return what a tile hangs on; None where that is not known: no account of writes, or time or words decide."""
    if layer.cells is None or not layer.is_lasting(asked):
        return None
    # A shape may reach in from where it was written, however far that is.
    written = WORLD if layer.geometry.is_shape else tile
    drawn = (FORMAT, layer.name, layer.place, layer.min_zoom, layer.max_zoom, *layer.properties, *layer.counted_values)
    return repr((drawn, layer.portions(user), asked.query, tile, grid, version_of(layer, written)))


def _grid(asked: str | None) -> int:
    if asked is None:
        return FINEST
    if asked not in {str(grid) for grid in GRIDS}:
        raise BadFilter(field="grid", value=asked[:10], allowed=", ".join(str(grid) for grid in sorted(GRIDS)))
    return int(asked)


def _packed(body: bytes) -> bytes:
    return igzip.compress(body, compresslevel=2, mtime=0) if body else b""


def _answer(request: HttpRequest, packed: bytes) -> HttpResponse:
    takes_packed = packed and "gzip" in request.headers.get("Accept-Encoding", "")
    body = packed if takes_packed or not packed else gzip.decompress(packed)
    headers = {"Content-Length": str(len(body))} | ({"Content-Encoding": "gzip"} if takes_packed else {})
    return HttpResponse(body, content_type=MVT, headers=headers)


def _marked(response: HttpResponseBase, layer: Layer) -> HttpResponseBase:
    """Say who may keep it: shared caches only what is the same for all, and each only after asking again."""
    if layer.is_for_staff:
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
    else:
        patch_cache_control(response, public=True, no_cache=True)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response

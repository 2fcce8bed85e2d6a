"""Rasters over HTTP: tiles, the values at a place, the legend; cached by version, private where not all may see."""

import json
import math
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cityops.errors import CityError
from layers.rasters.draw import EMPTY, tile_png, value_at
from layers.rasters.legend import legend_of
from layers.rasters.registry import RasterLayer, raster_named
from layers.rasters.style import Classes, RasterStyle, read_style
from layers.styles.errors import bad
from layers.tiles.address import Tile
from layers.tiles.store import TileStore

FORMAT = "1"  # raised when the same file and style are drawn otherwise
MOST_OF_A_STYLE = 20_000


class BadPlace(CityError):
    """A place that is none."""

    code, status = "bad_place", 400
    text = _("lng and lat must be degrees: from -180 to 180 and from -90 to 90.")


@require_safe
def tiles(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponseBase:
    """Return a tile as PNG, transparent where there is nothing; ?style= draws it in another style, to look at."""
    layer, tile = raster_named(name, request.user), Tile(z, x, y)
    tried = _tried(request, layer)
    style = tried or layer.style
    zooms = layer.look.min_zoom, layer.look.max_zoom
    key = repr((FORMAT, "raster", layer.name, layer.version, style.to_json(), zooms, z, x, y))
    if (unchanged := _unchanged(request, layer, key)) is not None:
        return unchanged
    is_shown = tried or layer.look.min_zoom <= z <= layer.look.max_zoom
    if not is_shown or not _meets(tile, layer.extent):
        body = EMPTY
    elif tried:  # of the many that are tried few are kept
        body = tile_png(layer.path, z, x, y, style)
    else:
        body = TileStore(settings.TILE_DIR).get_or_draw(key, lambda: tile_png(layer.path, z, x, y, style))
    answer = HttpResponse(body, content_type="image/png", headers={"Content-Length": str(len(body))})
    return _marked(answer, layer, key)


@require_safe
def value(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return the values at ?lng=&lat=, null where there is none; with the word of its class, where it has one.

    ?style= names the classes of another style.
    """
    layer = raster_named(name, request.user)
    lng, lat = _degrees(request, "lng", 180), _degrees(request, "lat", 90)
    style = _tried(request, layer) or layer.style
    key = repr((FORMAT, "value", layer.name, layer.version, style.to_json(), lng, lat))
    if (unchanged := _unchanged(request, layer, key)) is not None:
        return unchanged
    found = value_at(layer.path, lng, lat)
    answer = {"lng": lng, "lat": lat, "values": found, "word": _word(style, found)}
    return _marked(JsonResponse(answer), layer, key)


@require_safe
def legend(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return the key of what is drawn; of another style with ?style=."""
    layer = raster_named(name, request.user)
    style = _tried(request, layer) or layer.style
    key = repr((FORMAT, "legend", layer.name, style.to_json()))
    if (unchanged := _unchanged(request, layer, key)) is not None:
        return unchanged
    return _marked(JsonResponse({"label": str(layer.label), **legend_of(style)}), layer, key)


def _tried(request: HttpRequest, layer: RasterLayer) -> RasterStyle | None:
    """Return the style in the address, if there is one. Raises BadStyle."""
    if (said := request.GET.get("style")) is None:
        return None
    try:
        return read_style(json.loads(said[:MOST_OF_A_STYLE]), bands=layer.band_count)
    except (ValueError, RecursionError) as broken:
        raise bad("style", said, "JSON") from broken


def _degrees(request: HttpRequest, name: str, most: float) -> float:
    try:
        found = float(request.GET.get(name, ""))
    except ValueError as fault:
        raise BadPlace from fault
    if not (math.isfinite(found) and abs(found) <= most):
        raise BadPlace
    return found


def _word(style: RasterStyle, found: list[float | None] | None) -> str | None:
    if not isinstance(style, Classes) or not found or (value := found[style.band - 1]) is None:
        return None
    return next((one.word for one in style.classes if value == one.begin or one.begin <= value < one.end), None)


def _meets(tile: Tile, extent: tuple[float, float, float, float]) -> bool:
    """Whether a tile and an extent in EPSG:4326 have anything in common, a pixel's width forgiven."""
    west, south, east, north = extent
    left, right = (column / 2**tile.z * 360 - 180 for column in (tile.x, tile.x + 1))
    top, bottom = (
        math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**tile.z)))) for row in (tile.y, tile.y + 1)
    )
    air = (right - left) / 256
    beside = left - air > east or right + air < west or bottom - air > north or top + air < south
    return not beside


def _unchanged(request: HttpRequest, layer: RasterLayer, key: str) -> HttpResponseBase | None:
    found = get_conditional_response(request, etag=_etag(key))
    return None if found is None else _marked(found, layer, key)


def _etag(key: str) -> str:
    return f'W/"{sha256(key.encode()).hexdigest()[:32]}"'


def _marked(response: HttpResponseBase, layer: RasterLayer, key: str) -> HttpResponseBase:
    """Say who may keep it: shared caches only what is the same for all, and each only after asking again."""
    response["ETag"] = _etag(key)
    if layer.is_public:
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
    return response

"""What layers there are for a reader, as a page's script and TileJSON tell it."""

from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from cityops.web.links import address_of_code
from layers.rasters.legend import legend_of
from layers.rasters.registry import RasterLayer, rasters_of
from layers.registry import Layer, layers_of
from layers.styles.layer_look import layer_look

MOST = 1000  # entries that are kept: of a layer that was described anew there is a new one


def catalogue(user: Any, *, has_twins: bool = True) -> list[dict[str, Any]]:
    """Return the groups of the layer panel, each with its layers.

    has_twins: whether what strangers are shown is listed beside a layer that shows the reader more of the same rows.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    layers = layers_of(user)
    left_out = set() if has_twins else {layer.public_twin for layer in layers}
    for layer in layers:
        if layer.name in left_out:
            continue
        groups.setdefault(str(layer.group), []).append(entry(layer))
    for raster in rasters_of(user):
        groups.setdefault(str(raster.group), []).append(raster_entry(raster))
    return [{"label": label, "layers": layers} for label, layers in groups.items()]


def entry(layer: Layer) -> dict[str, Any]:
    """Return one layer: how it is called, where it is asked for, how it looks. Shared: it must not be changed."""
    return _entry(layer, get_language())


@lru_cache(MOST)
def _entry(layer: Layer, _language: str | None) -> dict[str, Any]:
    style = layer.style
    return {
        "name": layer.name,
        "label": str(layer.label),
        # In a sentence: a word of ours is small there, a name that somebody typed stays as it was typed.
        "things": layer.label if isinstance(layer.label, str) else str(layer.label).lower(),
        "geometry": layer.geometry.value,
        "style": {
            "icon": style.icon,
            "colour": style.colour,
            "by": style.by,
            "classes": [
                {"value": value, "word": str(word), "colour": colour, "icon": icon}
                for value, (word, colour, icon) in style.classes.items()
            ],
        },
        "look": layer_look(layer, layer.vector) if layer.vector else None,
        "isOn": layer.is_on,
        "minZoom": layer.min_zoom,
        "maxZoom": layer.max_zoom,
        "filters": sorted(layer.filters),
        "due": layer.due is not None,
        "dueStates": list(layer.due_states),
        "counted": list(layer.counted_values),
        "tilesUrl": tiles_url(layer.name),
        "classesUrl": reverse("layers:classes", args=[layer.name]) if layer.vector else None,
        "countsUrl": reverse("layers:counts", args=[layer.name]),
        "itemsUrl": reverse("layers:items", args=[layer.name]),
        "cardUrl": address_of_code("layers:item", layer.name) if layer.card else None,
        **_own_filters(layer),
    }


def _own_filters(layer: Layer) -> dict[str, str]:
    """Return where a layer's filters by its own columns are asked for, and its times, as far as it has them."""
    if not layer.column_filters:
        return {}
    day = next((one.label for one in layer.column_filters if one.keys.get("from") == "from"), None)
    times = {"timesUrl": reverse("layers:times", args=[layer.name]), "timeLabel": day} if day else {}
    return {"filterUrl": reverse("layers:filter_form", args=[layer.name]), **times}


def raster_entry(layer: RasterLayer) -> dict[str, Any]:
    """Return one raster: its tiles are pictures; tileZoom is the deepest that is drawn anew."""
    tiles, value = raster_addresses(layer.name)
    return {
        "name": layer.name,
        "label": str(layer.label),
        "geometry": "raster",
        "style": {"icon": "image", "colour": "", "by": "", "classes": []},
        "look": None,
        "isOn": False,
        "minZoom": layer.look.min_zoom,
        "maxZoom": layer.look.max_zoom,
        "tileZoom": layer.tile_zoom,
        "opacity": layer.look.opacity,
        "filters": [],
        "extent": list(layer.extent),
        "bands": list(layer.style.bands),
        "legend": legend_of(layer.style),
        "tilesUrl": tiles,
        "valueUrl": value,
        "cardUrl": None,
    }


def raster_addresses(name: str) -> tuple[str, str]:
    """Return the address of a raster's tiles with {z}/{x}/{y} to be filled in, and that of its values."""
    tiles = reverse("layers:raster_tiles", kwargs={"name": name, "z": 0, "x": 0, "y": 0})
    return _in_tiles(tiles), reverse("layers:raster_value", args=[name])


def tiles_url(name: str) -> str:
    """Return the address of a layer's tiles with {z}/{x}/{y} to be filled in."""
    return _in_tiles(reverse("layers:tiles", kwargs={"name": name, "z": 0, "x": 0, "y": 0}))


def _in_tiles(address: str) -> str:
    """Return the address of the first tile as that of any; a layer's own name may have such numbers too."""
    head, _first, tail = address.rpartition("0/0/0")
    return f"{head}{{z}}/{{x}}/{{y}}{tail}"


def raster_tilejson(layer: RasterLayer, *, origin: str) -> dict[str, Any]:
    """Return a raster as TileJSON 3.0.0: its tiles are pictures, drawn as the layer is shown."""
    tiles, _value = raster_addresses(layer.name)
    return {
        "tilejson": "3.0.0",
        "name": str(layer.label),
        "tiles": [origin + tiles],
        "minzoom": layer.look.min_zoom,
        "maxzoom": max(layer.look.min_zoom, min(layer.tile_zoom, layer.look.max_zoom)),
        "bounds": list(layer.extent),
    }


def tilejson(layer: Layer, *, origin: str, bounds: tuple[float, float, float, float] | None) -> dict[str, Any]:
    """Return the layer as TileJSON 3.0.0. origin: scheme and host, since a reader elsewhere needs whole addresses."""
    counted = {f"s_{value}": "Number" for value in layer.counted_values}
    features = dict.fromkeys(layer.properties, "String") | ({"due": "Number"} if layer.due else {})
    return {
        "tilejson": "3.0.0",
        "name": str(layer.label),
        "tiles": [origin + tiles_url(layer.name)],
        "minzoom": layer.min_zoom,
        "maxzoom": layer.max_zoom,
        **({"bounds": list(bounds)} if bounds else {}),
        "vector_layers": [
            {"id": "features", "description": "single features", "fields": features},
            {
                "id": "cells",
                "description": "64 x 64 cells a tile, with how many lie in each",
                "fields": {"n": "Number", **counted},
            },
        ],
    }

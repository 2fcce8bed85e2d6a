"""Layers by name. A kind of feature registers one; the layer then has tiles, counts and filters."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.functional import Promise

from cityops.errors import NotFound
from layers.filters import FilterField


@dataclass(frozen=True)
class Layer:
    """One layer of the map.

    scope: the rows a user may see. point: the column with the place of a row in EPSG:3857, drawn in tiles; for
    strangers always the public one.
    properties: what a single pin carries in a tile, name → column or expression (text or number).
    counted: the column whose shares a cluster tells.
    due, due_states: the column of the due date, and the values of `counted` while its clock runs.
    """

    name: str
    label: Promise
    scope: Callable[[Any], QuerySet[Any, Any]]
    filters: dict[str, FilterField]
    properties: dict[str, str | Combinable]
    point: str = "public_tile_geom"
    counted: str | None = None
    counted_values: tuple[str, ...] = ()
    due: str | None = None
    due_states: tuple[str, ...] = ()

    def late(self) -> dict[str, Any]:
        """Return the lookups of rows past their date at this moment."""
        return {f"{self.due}__lt": timezone.now(), f"{self.counted}__in": self.due_states}


_layers: dict[str, Layer] = {}


def register(layer: Layer) -> Layer:
    """Add a layer; a name that is taken is a mistake."""
    if layer.name in _layers:
        raise ValueError(f"layer {layer.name} is registered twice")
    _layers[layer.name] = layer
    return layer


def layer_named(name: str) -> Layer:
    """Return a layer. Raises NotFound."""
    if name not in _layers:
        raise NotFound
    return _layers[name]

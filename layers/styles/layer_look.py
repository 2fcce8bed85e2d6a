"""A style as it is drawn and explained of one layer: which of its columns hold years is the layer's to say."""

from typing import Any

from layers.registry import Layer
from layers.styles.legend import Entry, entries_of, look_of
from layers.styles.style import VectorStyle
from layers.years import is_year


def layer_look(layer: Layer, style: VectorStyle) -> dict[str, Any]:
    """Return what a map draws by."""
    of_years, has_year_labels = is_year(layer, style.column), is_year(layer, style.label)
    return look_of(style, layer.geometry, of_years=of_years, has_year_labels=has_year_labels)


def layer_legend(layer: Layer, style: VectorStyle) -> tuple[Entry, ...]:
    """Return the classes in the legend's order."""
    return entries_of(style, layer.geometry, of_years=is_year(layer, style.column))

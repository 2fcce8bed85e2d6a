"""Rows of described tables in the search box, by the column that names them (`layers/naming.py`)."""

from collections.abc import Iterator
from typing import Any

from layers.registry import Layer, layers_of
from layers.search import Search, Typed, named

MOST_LOOKED_AT = 300  # rows of one table that are compared with what was typed
ORDER = 40  # behind what the city itself knows by name


def table_searches(user: Any) -> Iterator[Search]:
    """Yield one search for each described table that somebody may know of and whose rows have names."""
    return (_search(layer) for layer in layers_of(user) if layer.naming)


def _search(layer: Layer) -> Search:
    def find(user: Any, typed: Typed) -> Any:
        return named(layer.scope(user), typed, label=layer.naming, code="code", place="geom", most=MOST_LOOKED_AT)

    name = f"table:{layer.name}"
    return Search(name, icon=layer.style.icon, order=ORDER, find=find, label=layer.label, layer=layer.name)

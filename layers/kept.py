"""Counts that stand on many pages, kept until the next write, or until the next row is late."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from layers.counts import Counts
from layers.registry import Layer
from layers.sqltext import Sql, identifier, side_by_side
from layers.tiles.address import WORLD
from layers.tiles.store import TileStore
from layers.tiles.version import version_sql

FORMAT = "1"  # raised when they are stored otherwise


def marks_of(layers: Sequence[Layer]) -> dict[str, str]:
    """Return the mark of each layer that keeps an account of writes, in one statement.

    A mark is the version of the layer and when its next row is late: what was counted under it is what would be counted
    now, save for what hangs on more than the rows and their dates.
    """
    accounted = [layer for layer in layers if layer.cells is not None]
    if not accounted:
        return {}
    row = side_by_side(part for layer in accounted for part in (version_sql(layer, WORLD), _next_late(layer))).row()
    return {layer.name: repr(row[2 * number : 2 * number + 2]) for number, layer in enumerate(accounted)}


def _next_late(layer: Layer) -> Sql:
    """Return the statement that gives the next date of a row of which no word says that it is late."""
    if not layer.due or not layer.counted:
        return Sql("SELECT NULL")
    table, due, state = (identifier(name) for name in (layer.rows().model._meta.db_table, layer.due, layer.counted))
    return Sql(
        f"SELECT min({due}) FROM {table} WHERE {due} >= %s AND {state} = ANY(%s)",
        (timezone.now(), list(layer.due_states)),
    )


def kept_counts(layer: Layer, user: Any, mark: str, asked: object, count: Callable[[], Counts]) -> Counts:
    """Return what was counted under a mark, else count it and keep it.

    asked: what else the counts hang on, by its `repr`: the filter, the conditions and what they are told by.
    """
    key = repr((FORMAT, "counts", layer.name, layer.place, layer.portions(user), mark, asked))
    store = TileStore(settings.TILE_DIR)
    total, by_area, by_value, late, by_condition = json.loads(store.get_or_draw(key, lambda: _packed(count())))
    return Counts(total, by_area, by_value, lambda: late, lambda: by_condition)


def _packed(found: Counts) -> bytes:
    return json.dumps([found.total, found.by_area, found.by_value, found.late, found.by_condition]).encode()

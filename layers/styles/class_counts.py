"""How many features are in each class of a style: one statement, kept until the next write."""

import json

from django.conf import settings

from layers.registry import Layer
from layers.sqltext import Sql, identifier
from layers.styles.legend import NONE, value_key
from layers.styles.style import Kind, VectorStyle
from layers.tiles.address import WORLD
from layers.tiles.store import TileStore
from layers.tiles.version import version_of

FORMAT = "1"  # raised when they are stored otherwise


def class_counts(layer: Layer) -> dict[str, int]:
    """Return the number of features in each class, by its key in the legend; nothing for a style without classes."""
    style = layer.vector
    if style is None or style.kind not in {Kind.CATEGORISED, Kind.GRADUATED}:
        return {}
    if layer.cells is None:
        return _counted(layer, style)
    key = repr((FORMAT, "classes", layer.name, layer.cells.source, version_of(layer, WORLD), style.to_json()))
    packed = TileStore(settings.TILE_DIR).get_or_draw(key, lambda: json.dumps(_counted(layer, style)).encode())
    found: dict[str, int] = json.loads(packed)
    return found


def _counted(layer: Layer, style: VectorStyle) -> dict[str, int]:
    meta = layer.rows().model._meta
    table, column = identifier(meta.db_table), identifier(str(meta.get_field(style.column).column))
    if style.kind == Kind.CATEGORISED:
        named = {one.value: str(number) for number, one in enumerate(style.categories)}
        counts = dict.fromkeys([*named.values(), NONE], 0)
        for value, n in Sql(f"SELECT {column}, count(*) FROM {table} GROUP BY 1").rows():
            counts[NONE if value is None else named.get(value_key(value), NONE)] += n
        return counts
    # As `entry_of`: the first class whose upper end a number does not exceed; no number is a class of its own.
    edges = "%s::float8[]"
    asked = (
        f"SELECT CASE WHEN {column} IS NULL OR {column} = 'NaN' THEN -1"
        f" ELSE (SELECT count(*) FROM unnest({edges}) AS edge WHERE edge < {column}) END, count(*)"
        f" FROM {table} GROUP BY 1"
    )
    found = dict(Sql(asked, (list(style.breaks),)).rows())
    return {str(n): found.get(n, 0) for n in range(style.classes)} | {NONE: found.get(-1, 0)}

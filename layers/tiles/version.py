"""The version of a tile: it changes with each write there, and with none elsewhere."""

from collections.abc import Sequence

from layers.registry import Layer, Place
from layers.sqltext import Sql, side_by_side
from layers.tiles.address import Tile

TOUCHED_AT = 14  # what changed is known by tiles of this zoom


def version_sql(layer: Layer, tile: Tile) -> Sql:
    """Return the statement that gives a text: the newest fold in the tile, and the deltas there not yet folded."""
    cells = layer.cells
    if cells is None:
        raise ValueError(f"layer {layer.name} keeps no account of writes")
    least, beyond = tile.range_at(TOUCHED_AT)
    c = "pc" if layer.place == Place.PUBLIC else "c"
    return Sql(
        "SELECT concat_ws('.', (SELECT max(version) FROM layers_touch WHERE source = %s AND place = %s"
        f" AND t >= %s AND t < %s), (SELECT concat_ws('.', NULLIF(count(*), 0), sum(id)) FROM layers_delta"
        f" WHERE source = %s AND {c} >= %s AND {c} < %s))",
        (cells.source, layer.place.value, least, beyond, cells.source, least << 16, beyond << 16),
    )


def versions_of(layers: Sequence[Layer], tile: Tile) -> dict[str, str]:
    """Return the versions of those layers that keep an account of writes, by name, in one statement."""
    accounted = [layer for layer in layers if layer.cells is not None]
    if not accounted:
        return {}
    row = side_by_side(version_sql(layer, tile) for layer in accounted).row(is_frequent=True)
    return {layer.name: str(version) for layer, version in zip(accounted, row, strict=True)}


def version_of(layer: Layer, tile: Tile) -> str:
    """Return the version as it stands. What is drawn after it was read is at least as new."""
    return str(version_sql(layer, tile).row(is_frequent=True)[0])

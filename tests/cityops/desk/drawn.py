"""What the tiles of a kind's staff layer tell of."""

import mapbox_vector_tile

from cityops.accounts.models import User
from cityops.desk.work_filter import Asked
from layers.tiles.address import Tile
from layers.tiles.draw import draw


def drawn(user: User, asked: Asked, z: int, tiles: list[tuple[int, int]]) -> int:
    """How many rows the tiles tell of; a polygon may lie in several tiles."""
    codes, in_cells = set(), 0
    for x, y in tiles:
        decoded = mapbox_vector_tile.decode(draw(asked.layer, user, asked.meant, Tile(z, x, y)))
        codes |= {one["properties"]["code"] for one in decoded.get("features", {}).get("features", [])}
        in_cells += sum(one["properties"]["n"] for one in decoded.get("cells", {}).get("features", []))
    return len(codes) + in_cells

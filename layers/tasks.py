"""What the worker does for the map by itself."""

from django.conf import settings
from procrastinate.contrib.django import app

from layers.tiles.store import TileStore


@app.periodic(cron="*/10 * * * *")
@app.task(name="layers.prune_tiles", queueing_lock="layers.prune_tiles")
def prune_tiles(timestamp: int) -> None:
    """Remove finished tiles that nobody needs any more."""
    TileStore(settings.TILE_DIR).prune()

"""The application with another version of a tile at every request: it does all its work and finds nothing done."""

import os
from itertools import count

from cityops.wsgi import application  # noqa: F401 - granian asks for it; first, since it sets Django up
from layers.views import tiles

_known, _numbers = tiles.version_of, count()


def _another(layer: object, tile: object) -> str:
    return f"{_known(layer, tile)}.{os.getpid()}.{next(_numbers)}"  # type: ignore[arg-type]


tiles.version_of = _another  # type: ignore[assignment]

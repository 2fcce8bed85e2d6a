"""What PostgreSQL alone does with the statements of a tile: they are caught from the engine and given to pgbench."""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from layers.filters import Filter
from layers.registry import layer_named
from layers.tiles.address import Tile
from layers.tiles.draw import draw
from layers.tiles.version import version_of
from tests.bench.data import owner

MOST_SCRIPTS = 100  # pgbench takes no more than 128
_VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
TPS = re.compile(r"tps = ([\d.]+)")


def statements_of(layer_name: str, tile: tuple[int, int, int]) -> list[str]:
    """Return the statements, values and all, that a cold unfiltered tile takes."""
    stranger, address, found = AnonymousUser(), Tile(*tile), []
    layer = layer_named(layer_name, stranger)

    def note(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        found.append(psycopg.ClientCursor(connection.connection).mogrify(text, params))
        return execute(text, params, many, context)

    with connection.execute_wrapper(note):
        version_of(layer, address)
        draw(layer, stranger, Filter(), address)
    return found


def rate(layer_name: str, tiles: Sequence[tuple[int, int, int]], *, clients: int, seconds: float) -> float:
    """Return how many tiles a second pgbench gets."""
    with tempfile.TemporaryDirectory(prefix="cityops-bench-") as folder:
        words = []
        for number, tile in enumerate(tiles[:MOST_SCRIPTS]):
            script = Path(folder) / f"{number}.sql"
            script.write_text("".join(f"{' '.join(text.split())};\n" for text in statements_of(layer_name, tile)))
            words += ["-f", str(script)]
        return pgbench(words, clients=clients, seconds=seconds)


def pgbench(words: Sequence[str], *, clients: int, seconds: float) -> float:
    """Return transactions a second. Fails where a transaction failed."""
    whole = max(1, round(seconds))
    at_once = ["-c", str(clients), "-j", str(min(clients, 2))]
    env = {**os.environ, **{_VARIABLES[word]: value for word, value in owner().items()}}
    done = subprocess.run(
        ["pgbench", "-n", *at_once, "-T", str(whole), *words], check=False, capture_output=True, text=True, env=env
    )
    found = TPS.search(done.stdout)
    if done.returncode or not found:
        raise SystemExit(f"pgbench failed: {(done.stderr or done.stdout).strip()[-400:]}")
    return float(found[1])

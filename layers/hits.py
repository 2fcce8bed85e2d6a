"""What words find, kept until something is written: a common word is looked for once for all tiles and counts.

A word that a quarter of a million reports hold takes a second to look for, whatever is drawn of them. So the hits of a
question with words are stored as a whole, sorted by place, under the statement that found them and the version of the
source: a write anywhere in it makes them old.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from numpy.typing import NDArray

from layers.arms import rows_of
from layers.filters import Filter, Text, is_hierarchy
from layers.registry import Geometry, Layer
from layers.sqltext import Sql, sql_of
from layers.tiles.address import Tile
from layers.tiles.store import TileStore
from layers.tiles.version import version_of

WORLD = Tile(0, 0, 0)
FORMAT = "2"  # raised when they are stored otherwise
BEGIN = b"."  # of what is stored: that there are none is kept, too
HIT = np.dtype([("m", "<i8"), ("pk", "<i8"), ("due", "<i8"), ("area", "<u2"), ("slot", "u1")])
SLOTS = 9  # none, and eight values at most
NEVER = np.iinfo(np.int64).max
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # PostgreSQL's, microseconds
# It is looked for once, while somebody waits: by as many processes as the server has to spare.
ALL_HANDS = (
    "SET LOCAL max_parallel_workers_per_gather = 2",
    "SET LOCAL parallel_setup_cost = 100",
    "SET LOCAL parallel_tuple_cost = 0.001",
    "SET LOCAL plan_cache_mode = force_custom_plan",  # what leads to a rare word is not what leads to a common one
)
ARRAY_HEADER = 20  # of a one-dimensional array without nulls in PostgreSQL's binary format


@dataclass(frozen=True)
class Hits:
    """Rows of a layer, sorted by Morton code `m`.

    rows: a structured array of m, pk, due (microseconds since 2000, NEVER while no clock runs), area (1 is the first of
    `areas`, 0 none) and slot (1 is the first of the layer's counted values, 0 none).
    """

    rows: NDArray[Any]
    areas: tuple[str, ...]

    def within(self, codes: tuple[int, int]) -> NDArray[Any]:
        """Return the rows in a half-open range of Morton codes."""
        low, high = np.searchsorted(self.rows["m"], codes)
        return self.rows[low:high]

    def by_area(self) -> Counter[str]:
        """Return how many lie in each area."""
        counted = np.bincount(self.rows["area"], minlength=len(self.areas) + 1)
        return Counter({code: int(n) for code, n in zip(("", *self.areas), counted, strict=True) if n})

    def by_slot(self) -> list[int]:
        """Return how many there are of each counted value."""
        return [int(n) for n in np.bincount(self.rows["slot"], minlength=SLOTS)[1:]]

    def late(self) -> int:
        """Return how many are past their date at this moment."""
        return int(np.count_nonzero(self.rows["due"] < (timezone.now() - EPOCH) // timedelta(microseconds=1)))


def hits_of(layer: Layer, user: Any, asked: Filter) -> Hits | None:
    """Return the hits of a question with words; None where there are none in it, or where their age cannot be told."""
    if layer.cells is None or not layer.cells.tells_words or layer.geometry != Geometry.POINT:
        return None
    fields = [layer.filters[name] for name in asked.values]
    if not any(isinstance(field, Text) for field in fields):
        return None
    if any(field.is_volatile and not isinstance(field, Text) for field in fields):
        return None
    areas = _areas(layer)
    statement = _statement(layer, user, asked, areas)
    if statement is None:
        return Hits(np.empty(0, HIT), areas)
    bound = tuple(getattr(value, "ewkb", value) for value in statement.params)  # an outline's own name is its address
    key = repr((FORMAT, "hits", statement.text, bound, version_of(layer, WORLD)))
    found = TileStore(settings.TILE_DIR).get_or_draw(key, lambda: BEGIN + _look_for(statement))
    return Hits(np.frombuffer(found, HIT, offset=len(BEGIN)), areas)


def cells_of(layer: Layer, rows: NDArray[Any], level: int) -> Sql:
    """Return the arm that gives rows, sorted by Morton code, as cells of a level, like those of `layers.arms`."""
    all_codes = rows["m"] >> (60 - 2 * level)
    begins = np.flatnonzero(np.diff(all_codes, prepend=-1))
    codes, of = all_codes[begins], np.repeat(np.arange(len(begins)), np.diff(begins, append=len(rows)))
    slots = range(1, len(layer.counted_values) + 1)
    counted = np.bincount(of * SLOTS + rows["slot"], minlength=SLOTS * len(codes)).reshape(-1, SLOTS)
    columns = [codes, counted.sum(axis=1), *(counted[:, slot] for slot in slots)]
    names = ["c", "n", *(f"v{slot - 1}" for slot in slots)]
    arrays = ", ".join(["%s::bigint[]", *("%s::int[]" for _ in names[1:])])
    return Sql(f"SELECT * FROM unnest({arrays}) AS hits ({', '.join(names)})", tuple(one.tolist() for one in columns))


def _areas(layer: Layer) -> tuple[str, ...]:
    of = layer.filters.get(layer.cells.area) if layer.cells and layer.cells.area else None
    return tuple(sorted(of.allowed())) if is_hierarchy(of) else ()


def _statement(layer: Layer, user: Any, asked: Filter, areas: tuple[str, ...]) -> Sql | None:
    """Return the statement that gives each column of all hits as one array."""
    columns: dict[str, Any] = {"t_m": F(layer.morton), "t_pk": F("pk")}
    if layer.counted:
        columns["t_counted"] = F(layer.counted)
    if areas:
        columns["t_area"] = F("area_id")
    if layer.due:
        columns["t_due"] = F(layer.due)
    rows = sql_of(rows_of(layer, user, asked).values(**columns))
    if rows is None:
        return None
    params: list[Any] = []
    slot = area = "0"
    due = "'infinity'::timestamptz"
    if layer.due:
        due = "CASE WHEN t_counted = ANY(%s) THEN COALESCE(t_due, 'infinity') ELSE 'infinity' END"
        params.append(list(layer.due_states))
    if areas:
        area = "COALESCE(array_position(%s::text[], t_area::text), 0)"
        params.append(list(areas))
    if layer.counted:
        slot = "COALESCE(array_position(%s::text[], t_counted::text), 0)"
        params.append(list(layer.counted_values))
    return Sql(
        f"SELECT array_agg(t_m::int8), array_agg(t_pk::int8), array_agg({due}), array_agg(({area})::int2),"
        f" array_agg(({slot})::int2) FROM ({rows.text}) AS r",
        (*params, *rows.params),
    )


def _look_for(statement: Sql) -> bytes:
    backend: Any = connection
    with transaction.atomic(), backend.prepared_cursor() as cursor:
        for setting in ALL_HANDS:
            cursor.execute(setting)
        cursor.execute(statement.text, statement.params)
        arrays = [cursor.pgresult.get_value(0, number) for number in range(len(HIT.names or ()))]
    if arrays[0] is None:
        return b""
    widths = {"m": ">i8", "pk": ">i8", "due": ">i8", "area": ">i2", "slot": ">i2"}
    found = np.empty((len(arrays[0]) - ARRAY_HEADER) // 12, HIT)
    for name, array in zip(HIT.names or (), arrays, strict=True):
        found[name] = np.frombuffer(array, [("length", ">i4"), ("value", widths[name])], offset=ARRAY_HEADER)["value"]
    return found[np.argsort(found["m"])].tobytes()

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
from layers.registry import Layer
from layers.selection import led_by
from layers.sqltext import Sql, sql_of
from layers.tiles.address import WORLD
from layers.tiles.store import TileStore
from layers.tiles.version import version_of

FORMAT = "3"  # raised when they are stored otherwise
BEGIN = b"."  # of what is stored: that there are none is kept, too
HIT = np.dtype([("m", "<i8"), ("pk", "<i8"), ("due", "<i8"), ("area", "<u2"), ("slot", "u1")])
SLOTS = 9  # none, and eight values at most
NEVER = np.iinfo(np.int64).max
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # PostgreSQL's, microseconds
# With one row of so many, looking through all of them in order is as fast as looking up each (0.1 µs to 1.4 µs).
DENSE = 16
# It is looked for once, while somebody waits: by as many processes as the server has to spare.
AT_ONCE = (
    "SET LOCAL max_parallel_workers_per_gather = 2",
    "SET LOCAL parallel_setup_cost = 100",
    "SET LOCAL parallel_tuple_cost = 0.001",
    "SET LOCAL plan_cache_mode = force_custom_plan",  # what leads to a rare word is not what leads to a common one
)


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
    if layer.cells is None or not layer.cells.tells_words or layer.geometry.is_shape:
        return None
    fields = [layer.filters[name] for name in asked.values]
    if not any(isinstance(field, Text) for field in fields):
        return None
    if any(field.is_volatile and not isinstance(field, Text) for field in fields):
        return None
    areas = _areas(layer)
    rows = _rows(layer, rows_of(layer, user, asked))
    if rows is None:
        return Hits(np.empty(0, HIT), areas)
    bound = tuple(getattr(value, "ewkb", value) for value in rows.params)  # an outline's own name is its address
    key = repr((FORMAT, "hits", layer.name, areas, rows.text, bound, version_of(layer, WORLD)))

    def look() -> bytes:
        listed = _listed(layer, user, asked)
        return BEGIN + _look_for(layer, rows if listed is None else listed, areas)

    found = TileStore(settings.TILE_DIR).get_or_draw(key, look)
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


def _rows(layer: Layer, rows: Any) -> Sql | None:
    """Return the statement of a query set, with the columns that hits are told by."""
    columns: dict[str, Any] = {"t_m": F(layer.morton), "t_pk": F("pk")}
    if layer.counted:
        columns["t_counted"] = F(layer.counted)
    if layer.cells and layer.cells.area:
        columns["t_area"] = F("area_id")
    if layer.due:
        columns["t_due"] = F(layer.due)
    return sql_of(rows.values(**columns))


def _listed(layer: Layer, user: Any, asked: Filter) -> Sql | None:
    """Return the same rows by the lists of their words; None where one is in no list."""
    listed = None
    texts = {name: of for name, of in layer.filters.items() if isinstance(of, Text) and name in asked}
    for name, of in texts.items():
        rows = of.all_listed(asked.values[name])
        if rows is None:
            return None
        listed = rows if listed is None else listed & rows
    if listed is None:
        return None
    rest = _rows(layer, rows_of(layer, user, asked.without(*texts)).filter(listed.condition))
    return rest and _among(rest, listed.numbers)


def _among(rows: Sql, numbers: NDArray[np.int64]) -> Sql:
    """Return those of some rows (t_pk) whose key is one of the numbers, which ascend.

    Many are told by a bit each while all rows are read, by several processes at once; few are looked up.
    """
    beyond = int(numbers[-1]) + 1 if len(numbers) else 0
    if DENSE * len(numbers) < beyond:
        return led_by(Sql("SELECT unnest(%s::bigint[]) AS near", (numbers.tolist(),)), rows)
    is_one = np.zeros(beyond, np.uint8)
    is_one[numbers] = 1
    bits = np.packbits(is_one, bitorder="little").tobytes()
    known = "CASE WHEN t_pk < %s THEN get_bit(%s::bytea, t_pk) = 1 ELSE false END"  # a row may be newer than the bits
    return Sql(f"SELECT * FROM ({rows.text}) AS x WHERE {known}", (*rows.params, beyond, bits))


def _look_for(layer: Layer, rows: Sql, areas: tuple[str, ...]) -> bytes:
    """Return the hits as they are stored."""
    due = "COALESCE(t_due, 'infinity')" if layer.due else "'infinity'"
    told = f"string_agg(int8send(t_m) || int8send(t_pk) || timestamptz_send({due}), '')"
    area = "COALESCE(t_area, '')" if areas else "''"
    counted = "COALESCE(t_counted, '')" if layer.counted else "''"
    backend: Any = connection
    with transaction.atomic(), backend.prepared_cursor() as cursor:
        for setting in AT_ONCE:
            cursor.execute(setting)
        cursor.execute(f"SELECT {area}, {counted}, {told} FROM ({rows.text}) AS r GROUP BY 1, 2", rows.params)
        groups = cursor.fetchall()
    found = np.concatenate([_hits(layer, areas, *group) for group in groups] or [np.empty(0, HIT)])
    return found[np.argsort(found["m"])].tobytes()


def _hits(layer: Layer, areas: tuple[str, ...], area: str, counted: str, told: bytes) -> NDArray[Any]:
    """Return the hits of one area and one counted value."""
    columns = np.frombuffer(told, [("m", ">i8"), ("pk", ">i8"), ("due", ">i8")])
    hits = np.empty(len(columns), HIT)
    for name in ("m", "pk", "due"):
        hits[name] = columns[name]
    if counted not in layer.due_states:
        hits["due"] = NEVER
    hits["area"] = areas.index(area) + 1 if area in areas else 0
    hits["slot"] = layer.counted_values.index(counted) + 1 if counted in layer.counted_values else 0
    return hits

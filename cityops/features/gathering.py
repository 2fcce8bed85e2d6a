"""Moves of many features at once: the same actions, and what they write put into the database together.

A move writes a handful of rows with a statement each; a thousand moves would take eight seconds, all of them spent on
the way to the database and back. Here each runs as ever, on rows that were locked before, and what it would insert,
save and tell is gathered. Nothing is written until `write`, so that a look ahead is the same without it.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model

from cityops.errors import CityError
from cityops.features.models import GeoFeature
from cityops.web.once import asked_once

T = TypeVar("T")
M = TypeVar("M", bound=Model)
F = TypeVar("F", bound=GeoFeature)
RESERVED = 250  # numbers that are drawn from a sequence at once

_current: ContextVar["Gathering | None"] = ContextVar("moves that are gathered", default=None)


class Gathering:
    """What some moves would write. batch: by which all of it can be taken back together."""

    def __init__(self, features: Iterable[GeoFeature]) -> None:
        """Begin with nothing to write. features: locked by the caller, where it is going to be written."""
        self.batch = uuid.uuid4()
        self._held = {(type(one), one.pk): one for one in features}
        self._rows: list[Model] = []
        self._saved: list[tuple[GeoFeature, tuple[str, ...]]] = []
        self._later: list[tuple[Callable[[list[Any]], object], Any]] = []
        self._numbers: dict[type[Model], list[int]] = {}

    @contextmanager
    def one(self) -> Iterator[None]:
        """Run one move: of one that is refused nothing is kept."""
        marks = [(kept, len(kept)) for kept in (self._rows, self._saved, self._later)]
        try:
            yield
        except Exception:
            for kept, length in marks:
                del kept[length:]
            raise

    def held(self, model: type[F], pk: int) -> F | None:
        """Return the row that was locked before."""
        found = self._held.get((model, pk))
        return found if isinstance(found, model) else None

    def add(self, row: Model) -> None:
        """Give a row its number, and keep it."""
        row.pk = self._number(type(row))
        self._rows.append(row)

    def save(self, feature: GeoFeature, fields: tuple[str, ...]) -> None:
        """Keep what a feature became."""
        self._saved.append((feature, fields))

    def later(self, do: Callable[[list[T]], object], what: T) -> None:
        """Keep what something is to be done with, once for all."""
        self._later.append((do, what))

    def write(self) -> None:
        """Put all of it into the database, in the caller's transaction: a statement for each kind of row."""
        for rows in _grouped(self._rows, type):
            type(rows[0])._default_manager.bulk_create(rows)
        for saved in _grouped(self._saved, lambda one: (type(one[0]), one[1])):
            _save([feature for feature, _fields in saved], saved[0][1])
        for told in _grouped(self._later, lambda one: one[0]):
            told[0][0]([what for _do, what in told])

    def _number(self, model: type[Model]) -> int:
        numbers = self._numbers.setdefault(model, [])
        if not numbers:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [connection.ops.quote_name(model._meta.db_table), model._meta.pk.column, RESERVED],
                )
                numbers += [number for (number,) in reversed(cursor.fetchall())]
        return numbers.pop()


@dataclass(frozen=True)
class Together(Generic[F]):
    """What came of moves of many features: those that changed, those that were refused and why.

    batch: by which they can be taken back together.
    """

    batch: uuid.UUID
    changed: list[F]
    refused: list[tuple[F, CityError]]


def each_of(features: Sequence[F], act: Callable[[F], object], *, is_real: bool = True) -> Together[F]:
    """Act on each of some features, and write what came of it together; or only look what would come of it.

    In the caller's transaction. features: locked, where it is real. Of one whose move is refused nothing is written.
    """
    changed: list[F] = []
    refused: list[tuple[F, CityError]] = []
    with asked_once(), gathered(features) as gathering:
        for feature in features:
            try:
                with gathering.one():
                    act(feature)
            except CityError as fault:
                refused.append((feature, fault))
            else:
                changed.append(feature)
        if is_real:
            gathering.write()
    return Together(gathering.batch, changed, refused)


@contextmanager
def gathered(features: Iterable[GeoFeature]) -> Iterator[Gathering]:
    """Gather what the moves inside would write."""
    gathering = Gathering(features)
    token = _current.set(gathering)
    try:
        yield gathering
    finally:
        _current.reset(token)


def held(model: type[F], pk: int) -> F | None:
    """Return a row that was locked for moves that are gathered; None elsewhere."""
    gathering = _current.get()
    return gathering.held(model, pk) if gathering else None


def batch() -> uuid.UUID | None:
    """Return by which moves that are gathered are taken back together; None elsewhere."""
    gathering = _current.get()
    return gathering.batch if gathering else None


def insert(row: M) -> M:
    """Insert a row, now or with the others; either way it has its number."""
    if gathering := _current.get():
        gathering.add(row)
    else:
        row.save(force_insert=True)
    return row


def insert_many(rows: Iterable[Model]) -> None:
    """Insert rows of one table, now in one statement or with the others."""
    rows = list(rows)
    if gathering := _current.get():
        for row in rows:
            gathering.add(row)
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows)


def save(feature: GeoFeature, fields: tuple[str, ...]) -> None:
    """Save some fields of a feature, now or with the others."""
    if gathering := _current.get():
        gathering.save(feature, fields)
    else:
        feature.save(update_fields=fields)


def later(do: Callable[[list[T]], object], what: T) -> None:
    """Do something with what is given, now; with all that is given, once, where moves are gathered."""
    if gathering := _current.get():
        gathering.later(do, what)
    else:
        do([what])


def _grouped(rows: list[T], by: Callable[[T], Any]) -> list[list[T]]:
    """Return the rows in groups, each in its order; the groups by what came first."""
    order = {key: number for number, key in enumerate(dict.fromkeys(map(by, rows)))}
    return [list(group) for _key, group in groupby(sorted(rows, key=lambda row: order[by(row)]), by)]


def _save(features: list[GeoFeature], names: tuple[str, ...]) -> None:
    """Save the same fields of some rows of one table in one statement."""
    meta = features[0]._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    pk: Any = meta.pk
    rows = []
    for feature in features:
        values = {field.column: field.pre_save(feature, add=False) for field in fields}
        rows.append({pk.column: feature.pk, **values})
    quoted = connection.ops.quote_name
    table, key, columns = quoted(meta.db_table), quoted(pk.column), [quoted(field.column) for field in fields]
    given = ", ".join(f"{column} = n.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS r SET {given} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS n"
            f" WHERE r.{key} = n.{key}",
            [json.dumps(rows, default=_spelled)],
        )


def _spelled(value: Any) -> str:
    """Return a moment as JSON holds it, with its microseconds; an amount with all its digits."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not saved by moves")

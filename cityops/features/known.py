"""Rows that share what they belong to: reference data that a page has anyway is not joined to each of its rows."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def with_known(rows: "QuerySet[Row]", **known: Iterable[Any]) -> list[Row]:
    """Return the rows, each related to the very objects given for a relation: `with_known(rows, area=all_areas())`.

    What is not among these is asked of the database as ever, once somebody looks at it.
    """
    found = list(rows)
    for name, things in known.items():
        _relate(found, rows.model._meta.get_field(name), {thing.pk: thing for thing in things})
    return found


def _relate(rows: Sequence[Model], relation: Any, things: dict[Any, Any]) -> None:
    for row in rows:
        thing = things.get(getattr(row, relation.attname))
        if thing is not None:
            relation.set_cached_value(row, thing)

"""SQL with its values bound: what the ORM says, in pieces that can be put into a larger statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When


@dataclass(frozen=True)
class Sql:
    """Text with %s in the order of `params`. The text is written by programmers, values are only ever bound."""

    text: str
    params: tuple[Any, ...] = ()

    def row(self, *, is_frequent: bool = False) -> tuple[Any, ...]:
        """Run it and return the first row. is_frequent: the same text comes again and again: it is planned once."""
        backend: Any = connection
        with backend.prepared_cursor() if is_frequent else backend.cursor() as cursor:
            cursor.execute(self.text, self.params)
            found: tuple[Any, ...] = cursor.fetchone()
        return found

    def rows(self) -> list[tuple[Any, ...]]:
        """Run it and return all rows."""
        with connection.cursor() as cursor:
            cursor.execute(self.text, self.params)
            return list(cursor.fetchall())


def whether(condition: Q) -> Case:
    """Return true or false for each row, never unknown."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def joined(separator: str, parts: Sequence[Sql]) -> Sql:
    """Return the parts with text between them."""
    return Sql(separator.join(part.text for part in parts), tuple(value for part in parts for value in part.params))


def side_by_side(parts: Iterable[Sql]) -> Sql:
    """Return one statement whose row has what each of the parts gives, in their order."""
    asked = joined(", ", [Sql(f"({part.text})", part.params) for part in parts])
    return Sql(f"SELECT {asked.text}", asked.params)


def sql_of(rows: "QuerySet[Any, Any]") -> Sql | None:
    """Return the statement of a query set; None where Django has seen that it finds nothing."""
    try:
        text, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return Sql(text, tuple(params))


def identifier(name: str) -> str:
    """Return a name quoted for SQL, with per cent signs doubled."""
    return connection.ops.quote_name(name).replace("%", "%%")

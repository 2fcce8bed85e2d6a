"""The rows of a dataset as its page shows them: filtered by its own columns, a page at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format

from cityops.datasets.models import Dataset
from layers.counts import counts
from layers.filter_form import FilterForm, filter_form
from layers.filters import Filter, parse
from layers.items import page_of
from layers.number_words import number_words
from layers.registry import Column, layer_named
from layers.typed_numbers import BY_HAND, numbers_read

ROWS = 20


@dataclass(frozen=True)
class Cell:
    """One value in the table, in words. kind: as in ColumnKind."""

    words: str
    kind: str


@dataclass(frozen=True)
class Table:
    """Some rows. query: the filter; total: how many rows it finds, of `of`; following: the next page."""

    columns: tuple[Column, ...]
    rows: list[list[Cell]]
    following: str
    query: str
    total: int
    of: int
    form: FilterForm | None
    has_unread: bool  # something that was typed as a number is none: the form says which


def table_of(dataset: Dataset, user: Any, query: QueryDict) -> Table:
    """Return the rows that an address, or a form that was filled in by hand, asks for. Raises BadFilter."""
    layer = layer_named(dataset.name, user)
    query, unread = numbers_read(query, layer) if BY_HAND in query else (query, {})
    asked = parse(query, layer.filters)
    page = page_of(layer, user, asked, query.get("page", ""), size=ROWS)
    rows = [[Cell(_words(row[one.name], one), one.kind) for one in layer.columns] for row in page.rows]
    everything = counts(layer, user, Filter()).total
    total = counts(layer, user, asked).total if asked.values else everything
    form = filter_form(layer, asked, unread)
    return Table(layer.columns, rows, page.following, asked.query, total, everything, form, bool(unread))


def _words(value: Any, column: Column) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return number_words(value, is_year=column.is_year)
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)

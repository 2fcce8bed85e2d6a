"""The form by which a reader filters a layer by its own columns: a field for each, with what there is to choose."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from layers.column_filters import ColumnFilter, Contents, Range
from layers.filters import Filter
from layers.models import ColumnKind
from layers.number_words import number_words
from layers.registry import Layer
from layers.typed_numbers import as_typed

SHOWN_AT_ONCE = 8  # fields that are seen before somebody asks for more
_YES_AND_NO = ({"true", "false"}, {"ya", "tidak"}, {"yes", "no"}, {"t", "f"}, {"y", "n"})
_WORDS = {"true": gettext_lazy("Yes"), "t": gettext_lazy("Yes"), "false": gettext_lazy("No"), "f": gettext_lazy("No")}


@dataclass(frozen=True)
class Option:
    """One value that can be chosen, and in how many rows it is."""

    value: str
    word: str
    n: int
    is_chosen: bool


@dataclass(frozen=True)
class Input:
    """One input of a field: its key, what is filled in, and the edge of what there is.

    is_unread: what is filled in is no number, and nothing is filtered by it.
    """

    key: str
    value: str
    edge: str
    word: str
    is_unread: bool = False


@dataclass(frozen=True)
class Field:
    """One column in the form. kind: choice, words, number or date. range: from where to where values go, in words."""

    label: str
    kind: str
    options: tuple[Option, ...] = ()
    inputs: tuple[Input, ...] = ()
    range: str = ""

    @property
    def key(self) -> str:
        """The key of all options, or of the first input."""
        return self.inputs[0].key


@dataclass(frozen=True)
class FilterForm:
    """What `templates/layers/filter_form.html` shows. words: looked for in all columns; None: there is one at most."""

    layer: Layer
    words: str | None
    fields: tuple[Field, ...]
    rest: tuple[Field, ...]
    is_rest_open: bool


def filter_form(layer: Layer, asked: Filter, unread: Mapping[str, str] | None = None) -> FilterForm | None:
    """Return the form as a filter fills it in; None for a layer that has no filters by its columns.

    unread: what was typed as a number and is none, by its key.
    """
    if layer.contents is None:
        return None
    contents, unread = layer.contents(), unread or {}
    years = {column.name for column in layer.columns if column.is_year}
    made = [
        (field, any(key in asked or key in unread for key in column.keys.values()))
        for column in layer.column_filters
        for field in _fields(column, contents, asked.values, unread, years)
    ]
    has_words = sum(column.kind == ColumnKind.TEXT for column in layer.column_filters) > 1
    words = " ".join(asked.values.get("q", ())) if has_words else None
    rest = made[SHOWN_AT_ONCE:]
    return FilterForm(
        layer,
        words,
        tuple(field for field, _is_set in made[:SHOWN_AT_ONCE]),
        tuple(field for field, _is_set in rest),
        any(is_set for _field, is_set in rest),
    )


def _fields(
    column: ColumnFilter,
    contents: Contents,
    values: Mapping[str, tuple[str, ...]],
    unread: Mapping[str, str],
    years: Collection[str],
) -> Iterator[Field]:
    """Yield the field of a column; none where all rows are alike in it, so that there is nothing to choose."""
    if column.kind == ColumnKind.TEXT:
        yield from _of_words(column, contents, values)
    elif (found := contents.ranges[column.name]).least is not None and found.least != found.largest:
        yield from _of_range(column, found, values, unread, years)


def _of_words(column: ColumnFilter, contents: Contents, values: Mapping[str, tuple[str, ...]]) -> Iterator[Field]:
    choices = contents.choices[column.name]
    if choices is None:
        if "has" in column.keys:
            key = column.keys["has"]
            yield Field(column.label, "words", inputs=(Input(key, " ".join(values.get(key, ())), "", column.label),))
        return
    if len(choices) < 2:
        return
    key = column.keys["any"]
    is_flag = {value.casefold() for value, _n in choices} in _YES_AND_NO
    chosen = set(values.get(key, ()))
    options = tuple(
        Option(value, str(_WORDS.get(value.casefold(), value)) if is_flag else value, n, value in chosen)
        for value, n in choices
    )
    yield Field(column.label, "choice", options=options, inputs=(Input(key, "", "", column.label),))


def _of_range(
    column: ColumnFilter,
    found: Range,
    values: Mapping[str, tuple[str, ...]],
    unread: Mapping[str, str],
    years: Collection[str],
) -> Iterator[Field]:
    is_date = column.kind == ColumnKind.DATE
    asked = (("from", "to") if is_date else ("min", "max"), (found.least, found.largest), (_("from"), _("to")))
    inputs = tuple(
        Input(key, unread.get(key) or _filled(values.get(key), is_date), _edge(edge), word, is_unread=key in unread)
        for name, edge, word in zip(*asked, strict=True)
        if (key := column.keys.get(name))
    )
    if inputs:
        words = " – ".join(_words(edge, column.name in years) for edge in (found.least, found.largest))
        yield Field(column.label, "date" if is_date else "number", inputs=inputs, range=words)


def _filled(values: tuple[str, ...] | None, is_date: bool) -> str:
    if not values:
        return ""
    return values[0] if is_date else as_typed(float(values[0]))


def _edge(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else as_typed(value)


def _words(value: Any, is_year: bool) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else number_words(value, is_year=is_year)

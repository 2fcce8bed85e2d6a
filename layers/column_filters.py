"""Filters of a described table by its own columns: their keys in an address, and what there is to choose from.

A column `species` of words has `species` (any of some values) and `species_has` (words that it contains); a number
`height_m` has `height_m_min` and `height_m_max`; a date has `planted_from` and `planted_to`, and the first of the dates
is what `from` and `to` mean. Where a key is the name of another column, the column has it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from layers.filters import AnyBelow, BadFilter, BBox, Day, FilterField, Least, Most, PolygonOf, Text
from layers.models import ColumnKind
from layers.sqltext import Sql

MOST_CHOICES = 30  # values of a column that are offered one by one; more of them are looked for by words
LONGEST_CHOICE = 80
FEW_NAMES = 6
PROBED = 5_000  # rows that tell at little cost of most columns that they have more values than that
MOST_ASKED, LONGEST_ASKED = 100, 400
_SHOWN = 12  # values that a fault names

Choices = tuple[tuple[str, int], ...] | None


@dataclass(frozen=True)
class ColumnFilter:
    """One column that rows can be filtered by. keys: what is asked → the key in an address.

    Asked is any (of some values) and has (words) of words, min and max of numbers, from and to of dates.
    """

    name: str
    label: str
    kind: str
    keys: Mapping[str, str]


@dataclass(frozen=True)
class Range:
    """The least and the largest value of a column; None where it is empty."""

    least: Any
    largest: Any


@dataclass(frozen=True)
class Contents:
    """What is in a table's columns. choices: values of words and in how many rows each is, the most frequent first.

    None: there are too many of them to be listed. Numbers and dates have a range.
    """

    choices: Mapping[str, Choices]
    ranges: Mapping[str, Range]


class Contains(Text):
    """Words that one column holds: unlike those that are kept elsewhere, they change with the row only."""

    is_volatile: ClassVar[bool] = False


@dataclass(frozen=True)
class AnyValue:
    """Values of a column of words. Where they are few, one that is not among them is refused; else it finds nothing."""

    is_volatile: ClassVar[bool] = False
    column: str
    table: "Table"

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse what the column does not hold, as far as that is known."""
        if len(values) > MOST_ASKED:
            raise BadFilter(field=name, value=len(values), allowed=_("at most %d values") % MOST_ASKED)
        choices = self.table.contents().choices[self.column]
        known = None if choices is None else {value for value, _n in choices}
        for value in values:
            if len(value) > LONGEST_ASKED or "\x00" in value:
                raise BadFilter(field=name, value=value[:40], allowed=_("at most %d characters") % LONGEST_ASKED)
            if known is not None and value not in known:
                some = sorted(known)
                allowed = ", ".join(some[:_SHOWN]) + (", …" if len(some) > _SHOWN else "")
                raise BadFilter(field=name, value=value[:40], allowed=allowed or "—")
        return tuple(sorted(set(values)))

    def build(self, values: tuple[str, ...]) -> Q:
        """Any of the values."""
        return Q(**{f"{self.column}__in": values})


@dataclass(frozen=True)
class Table:
    """A described table, by its model and the source under which it keeps an account of writes."""

    model: type[models.Model]
    source: str
    columns: tuple[tuple[str, str], ...]  # name, kind

    def contents(self) -> Contents:
        """Return what is in it: asked of the database once for each state of its rows."""
        return _contents(self, _version(self.source))


def filters_of(
    model: type[models.Model], source: str, columns: Sequence[Any]
) -> tuple[dict[str, FilterField], tuple[ColumnFilter, ...], Table]:
    """Return a described table's filters, those by its columns, and where their contents are asked for."""
    table = Table(model, source, tuple((column.name, str(column.kind)) for column in columns))
    texts = [column.name for column in columns if column.kind == ColumnKind.TEXT]

    def words(word: str) -> Q:
        found = Q(code__iexact=word)
        for name in texts:
            found |= Q(**{f"{name}__icontains": word})
        return found

    filters: dict[str, FilterField] = {
        "q": Text(words),
        "area": AnyBelow("area_id", _area_codes),
        "bbox": BBox("geom"),
        "polygon": PolygonOf("geom"),
    }
    filters |= {name: AnyValue(name, table) for name in texts}
    made: list[ColumnFilter] = []
    first_day = next((column.name for column in columns if column.kind == ColumnKind.DATE), None)
    for column in columns:
        keys = {"any": column.name} if column.kind == ColumnKind.TEXT else {}
        for asked, (key, field) in _derived(column, is_first_day=column.name == first_day).items():
            if filters.setdefault(key, field) is field:
                keys[asked] = key
        made.append(ColumnFilter(column.name, str(column.label), str(column.kind), keys))
    return filters, tuple(made), table


def _derived(column: Any, *, is_first_day: bool) -> dict[str, tuple[str, FilterField]]:
    name = column.name
    if column.kind == ColumnKind.NUMBER:
        return {"min": (f"{name}_min", Least(name)), "max": (f"{name}_max", Most(name))}
    if column.kind == ColumnKind.DATE:
        before = "" if is_first_day else f"{name}_"
        first, last = Day(name, is_date=True), Day(name, is_last=True, is_date=True)
        return {"from": (f"{before}from", first), "to": (f"{before}to", last)}
    return {"has": (f"{name}_has", Contains(lambda word: Q(**{f"{name}__icontains": word})))}


def _version(source: str) -> str:
    """Return a text that changes with each write to a table."""
    told = Sql(
        "SELECT concat_ws('.', (SELECT max(version) FROM layers_touch WHERE source = %s),"
        " (SELECT concat_ws('.', NULLIF(count(*), 0), sum(id)) FROM layers_delta WHERE source = %s))",
        (source, source),
    )
    return str(told.row(is_frequent=True)[0])


@lru_cache(maxsize=256)
def _contents(table: Table, _state: str) -> Contents:
    texts = [name for name, kind in table.columns if kind == ColumnKind.TEXT]
    others = [name for name, kind in table.columns if kind != ColumnKind.TEXT]
    few = _with_few_values(table.model, texts)
    choices = {name: _choices(table.model, name) if name in few else None for name in texts}
    edges = {f"{edge}_{name}": of(name) for name in others for edge, of in (("least", Min), ("largest", Max))}
    found = table.model._default_manager.aggregate(**edges) if edges else {}
    return Contents(choices, {name: Range(found[f"least_{name}"], found[f"largest_{name}"]) for name in others})


def _with_few_values(model: type[models.Model], names: Sequence[str]) -> set[str]:
    if not names:
        return set()
    some = model._default_manager.order_by()[:PROBED]
    found = some.aggregate(**{f"n_{name}": Count(name, distinct=True) for name in names})
    return {name for name in names if found[f"n_{name}"] <= MOST_CHOICES}


def _choices(model: type[models.Model], name: str) -> Choices:
    rows = model._default_manager.exclude(**{name: None}).exclude(**{name: ""}).values_list(name)
    found = list(rows.annotate(n=Count("*")).order_by("-n", name)[: MOST_CHOICES + 1])
    if len(found) > MOST_CHOICES or any(len(value) > LONGEST_CHOICE for value, _n in found):
        return None
    if len(found) > FEW_NAMES and found[0][1] == 1:  # each row has its own: these are names, not kinds
        return None
    return tuple(found)


def _area_codes() -> Collection[str]:
    return frozenset(apps.get_model("areas", "Area")._default_manager.values_list("pk", flat=True))

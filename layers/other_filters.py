"""Filters of other layers in a map's address: `trees.species=apel` is the key `species` of the layer `trees`."""

from typing import Any

from django.http import QueryDict

from cityops.errors import NotFound
from layers.filters import BadFilter, Filter, parse
from layers.registry import layer_named

BETWEEN = "."


def others_in(query: QueryDict, user: Any) -> Filter:
    """Return what other layers are filtered by, keys as they stand in the address. Raises BadFilter as `main_part`."""
    found: dict[str, tuple[str, ...]] = {}
    for name, asked in _apart(query)[1].items():
        for own, values in _parsed(name, asked, user).values.items():
            found[f"{name}{BETWEEN}{own}"] = values
    return Filter(found)


def main_part(query: QueryDict, user: Any) -> QueryDict:
    """Return a query without the keys of other layers, which are read all the same.

    Raises BadFilter, also for a layer that the reader does not know of: what does not parse is refused by name.
    """
    main, others = _apart(query)
    for name, asked in others.items():
        _parsed(name, asked, user)
    return main


def _apart(query: QueryDict) -> tuple[QueryDict, dict[str, QueryDict]]:
    others: dict[str, QueryDict] = {}
    main = query.copy()
    for key in query:
        name, between, own = key.partition(BETWEEN)
        if between:
            others.setdefault(name, QueryDict(mutable=True)).setlist(own, main.pop(key))
    return main, others


def _parsed(name: str, asked: QueryDict, user: Any) -> Filter:
    try:
        layer = layer_named(name, user)
    except NotFound:
        raise BadFilter(field=name, value=next(iter(asked)), allowed="—") from None
    return parse(asked, layer.filters)

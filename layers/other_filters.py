"""Filters of other layers in a map's address: `trees.species=apel` is the key `species` of the layer `trees`."""

from typing import Any

from django.http import QueryDict

from cityops.errors import NotFound
from layers.filters import BadFilter, parse
from layers.registry import layer_named

BETWEEN = "."


def main_part(query: QueryDict, user: Any) -> QueryDict:
    """Return a query without the keys of other layers, which are read all the same.

    Raises BadFilter, also for a layer that the reader does not know of: what does not parse is refused by name.
    """
    others: dict[str, QueryDict] = {}
    main = query.copy()
    for key in query:
        name, between, own = key.partition(BETWEEN)
        if between:
            others.setdefault(name, QueryDict(mutable=True)).setlist(own, main.pop(key))
    for name, asked in others.items():
        try:
            parse(asked, layer_named(name, user).filters)
        except NotFound:
            raise BadFilter(field=name, value=next(iter(asked)), allowed="—") from None
    return main

"""What an address of the work map asks for: a kind of work, and a filter of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cityops.errors import NotFound
from cityops.features.work import WorkKind, work_kind, work_kinds
from cityops.web.once import once_a_request
from layers.filters import Filter, parse
from layers.other_filters import main_part, others_in
from layers.registry import Layer, layer_named
from layers.spelling import spelled

# The kind that is meant where the address names none.
FIRST = "reports"
# What the page keeps in its address beside the filter: the kind, the row that is open, the layers that are on.
KEPT = frozenset({"of", "item", "layers"})


@dataclass(frozen=True)
class Asked:
    """A kind and a filter, as addresses spell them: "open" is what is meant without a status, and is not written.

    others: what other layers of the map are filtered by; the list knows nothing of it, and its links keep it.
    """

    kind: WorkKind
    layer: Layer
    filter: Filter
    others: Filter = field(default_factory=Filter)

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The filter's values by key."""
        return self.filter.values

    @property
    def meant(self) -> Filter:
        """The filter that list, map and counts use."""
        return Filter(self.kind.meant(self.filter.values))

    @property
    def query(self) -> str:
        """Kind and filter in their one spelling, keys sorted."""
        return Filter(dict(self.keys())).query

    def keys(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return kind and filter as an address spells them, key by key."""
        of = {} if self.kind.name == FIRST else {"of": (self.kind.name,)}
        return list({**self.filter.values, **self.others.values, **of}.items())

    @property
    def escaped(self) -> list[tuple[str, tuple[str, ...]]]:
        """The same for the inputs of a form, one a value."""
        return [(name, tuple(spelled((one,)) for one in values)) for name, values in self.keys()]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form keeps of `others`, each key as one text."""
        return [(name, spelled(values)) for name, values in self.others.values.items()]

    def __contains__(self, name: object) -> bool:
        """Whether the filter has the key."""
        return name in self.filter

    def with_values(self, **values: tuple[str, ...]) -> "Asked":
        """Return the same with some keys set; an empty tuple drops the key."""
        kept = {name: old for name, old in self.values.items() if name not in values}
        return replace(self, filter=Filter(kept | {name: new for name, new in values.items() if new}))

    def cleared(self) -> "Asked":
        """Return the same kind with nothing asked."""
        return replace(self, filter=Filter())

    def url(self, **extra: str) -> str:
        """Return the work map's address of it, and what else the page keeps there."""
        query = "&".join(part for part in (self.query, urlencode(extra)) if part)
        return f"{_work_map()}?{query}" if query else _work_map()


@once_a_request
def _work_map() -> str:
    return reverse("desk:work_map")


def asked_for(query: QueryDict, user: Any) -> Asked:
    """Return what a query string asks for. Raises BadFilter; NotFound for a kind that is not the reader's to see."""
    of = query.get("of")
    everything = all_of(work_kind(str(of), user) if of else _first(user), user)
    filters = main_part(query, user)
    for name in KEPT:
        filters.pop(name, None)
    asked = parse(filters, everything.layer.filters).without("open")
    return replace(everything, filter=asked, others=others_in(query, user))


def all_of(kind: WorkKind, user: Any) -> Asked:
    """Return a kind with nothing asked."""
    return Asked(kind, layer_named(kind.layer, user), Filter())


def _first(user: Any) -> WorkKind:
    kinds = {kind.name: kind for kind in work_kinds(user)}
    if not kinds:
        raise NotFound
    return kinds.get(FIRST) or next(iter(kinds.values()))

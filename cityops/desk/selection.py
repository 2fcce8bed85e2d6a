"""What one move of many is made of: rows that were ticked, or the first of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cityops.agencies.bulk import MOST
from cityops.desk.work_filter import Asked, asked_for
from cityops.desk.work_list import work_list
from cityops.errors import NotFound
from layers.counts import counts

# What the page keeps in its address beside the filter and the ticks.
KEPT = ("pick", "verb")
# Where somebody came from: what the work map's address says beside the filter, brought by `static/js/desk/ticks.js`.
PLACE = ("view", "z", "lat", "lng", "layers", "item")


@dataclass(frozen=True)
class Selection:
    """Rows that are chosen. total: how many the list has; of more than can be moved at once the first are chosen."""

    asked: Asked
    picked: tuple[str, ...]
    codes: tuple[str, ...]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether the list has more than can be moved at once."""
        return self.total > len(self.codes)


def selection_of(query: QueryDict, user: Any) -> Selection:
    """Return what an address chooses. Raises NotFound for a kind whose rows are moved one by one; BadFilter."""
    given = query.copy()
    picked = tuple(dict.fromkeys(given.getlist("pick")))[:MOST]
    for name in KEPT:
        given.pop(name, None)
    asked = asked_for(given, user)
    if asked.kind.bulk is None:
        raise NotFound
    if picked:
        codes = _codes(asked.kind.bulk.rows(user).filter(code__in=picked).order_by("pk"))
        return Selection(asked, picked, codes, len(codes))
    total = counts(asked.layer, user, asked.meant).total
    return Selection(asked, (), _codes(work_list(user, asked, of=total)[:MOST]), total)


def _codes(rows: Any) -> tuple[str, ...]:
    codes: Sequence[str] = rows.values_list("code", flat=True)
    return tuple(codes)


def way_back(asked: Asked, query: QueryDict) -> str:
    """Return the work map's address as it was where a move of many began: list, place, layers and the open row."""
    return asked.url(**{name: str(query[name]) for name in PLACE if query.get(name)})


def spelled(seen: Mapping[str, int]) -> str:
    """Return versions by code as the page keeps them."""
    return ",".join(f"{code}:{version}" for code, version in seen.items())


def seen_of(text: str) -> dict[str, int]:
    """Return the versions by code that a page kept; what is no such pair is left out."""
    pairs = (pair.rpartition(":") for pair in text.split(",")[:MOST])
    return {code: int(version) for code, _colon, version in pairs if code and version.isascii() and version.isdigit()}

"""Which books a source keeps, and their numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import md5
from itertools import product

# As `layers_levels` in `layers/sql/0001_cells.sql` has them; DENSE_LEVELS where many features lie close together.
LEVELS = (14, 16, 17, 18, 19, 20)
DENSE_LEVELS = (21, 22)
FACET_LEVELS = (14, 16, 18, 20)
MONTH_LEVELS = (14, 16, 18)
MONTH = "month"


def levels_of(facet: str) -> tuple[int, ...]:
    """Return the levels that are kept everywhere for a book of a facet ("": of all)."""
    return {"": LEVELS, MONTH: MONTH_LEVELS}.get(facet, FACET_LEVELS)


@dataclass(frozen=True)
class Flagged:
    """A book of the rows in some states by who handles them and by the flags that they have.

    facet: its name; a value of it is such as `dpupr/an`, the flags in the order of `letters`. by: the key of the filter
    that names who handles them. letters: keys of the filter that ask for rows in these states with a flag → its letter.
    lacking: keys that ask for rows without one, in whatever state → the value they ask so with, and its letter.
    """

    facet: str
    by: str
    states: tuple[str, ...]
    letters: Mapping[str, str]
    lacking: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def values(self, handlers: Iterable[str], wanted: Mapping[str, bool]) -> tuple[str, ...]:
        """Return the values of all rows of these handlers that have, or have not, the flags wanted, by letter."""
        spelled = [
            ("", letter) if letter not in wanted else (letter,) if wanted[letter] else ("",)
            for letter in self.letters.values()
        ]
        return tuple(f"{handler}/{''.join(flags)}" for handler in handlers for flags in product(*spelled))


@dataclass(frozen=True)
class Cells:
    """How a layer reads the books that `keep_cells` keeps for its table.

    source: the name they are kept under. statuses: keys of the filter that choose among the counted values, each with
    the values it stands for (None: the values asked for). facets: keys of the filter that are a book's facet.
    area: the key that names areas. month_by: the facet that the books by month are split by, with all its values (none:
    there are no such books); created: the column that they tell the months of.
    flagged: the book that tells which of what is open lacks what, if one is kept.
    tells_words: whether a change of what the words of a filter are looked for in is written as a delta, too, wherever
    these words lie; then their hits are kept until there is one.
    """

    source: str
    statuses: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    facets: Mapping[str, str] = field(default_factory=dict)
    area: str | None = "area"
    month_by: str | None = None
    month_values: tuple[str, ...] = ()
    created: str = "created_at"
    flagged: Flagged | None = None
    tells_words: bool = False


def book(source: str, place: str, facet: str = "", value: str = "") -> int:
    """Return the number of a book; `layers_book` in the database computes the same."""
    name = f"{source}/{place}/{facet}/{value}".encode()
    return int.from_bytes(md5(name, usedforsecurity=False).digest()[:8], "big", signed=True)
